// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/report"
)

// check reads plan JSON and judges it.
func check(t *testing.T, src string, cfg *config.Config, opt validator.Options) *validator.Report {
	t.Helper()
	p, err := plan.Decode([]byte(src), "plan.json", plan.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if opt.FailOn == 0 {
		opt.FailOn = config.Medium
	}
	if opt.Now.IsZero() {
		opt.Now = now
	}
	r, err := validator.Check(context.Background(), p, cfg, opt)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// planOf writes a plan of one role with an inline policy, before and after; ""
// for none.
func planOf(before, after string) string {
	side := func(policy string) string {
		if policy == "" {
			return "null"
		}
		text, _ := json.Marshal(policy)
		return fmt.Sprintf(`{"role":"r","name":"i","policy":%s}`, text)
	}
	const role = `{"name":"r","max_session_duration":3600,"assume_role_policy":"{\"Version\":\"2012-10-17\",\"Statement\":[]}"}`
	return fmt.Sprintf(`{"format_version":"1.2","planned_values":{},"resource_changes":[
		{"address":"aws_iam_role.r","mode":"managed","type":"aws_iam_role","name":"r","change":{"actions":["no-op"],"before":%s,"after":%s}},
		{"address":"aws_iam_role_policy.i","mode":"managed","type":"aws_iam_role_policy","name":"i","change":{"actions":["update"],"before":%s,"after":%s}}]}`,
		role, role, side(before), side(after))
}

const (
	getA      = `{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::a/*"]}]}`
	getAAgain = `{"Statement":{"Resource":"arn:aws:s3:::a/*","Action":"S3:getobject","Effect":"Allow"},"Version":"2012-10-17"}`
	getAB     = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"]}]}`
	passAll   = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}]}`
)

// TestBlocks: a finding blocks when its status is in scope, its severity
// reaches the threshold, and no waiver holds it.
func TestBlocks(t *testing.T) {
	waiver := &config.Config{Waivers: []*config.Waiver{{Rule: "pass-role-wildcard", Address: "aws_iam_role.*", Expires: now.AddDate(0, 1, 0), Owner: "o"}}}
	for name, c := range map[string]struct {
		before string
		cfg    *config.Config
		opt    validator.Options
		want   validator.Verdict
	}{
		"introduced":              {"", nil, validator.Options{}, validator.Fail},
		"below the threshold":     {"", nil, validator.Options{FailOn: config.Critical}, validator.Pass},
		"at the threshold":        {"", nil, validator.Options{FailOn: config.High}, validator.Fail},
		"never":                   {"", nil, validator.Options{FailOn: config.Never}, validator.Pass},
		"existing":                {passAll, nil, validator.Options{}, validator.Pass},
		"existing, in scope":      {passAll, nil, validator.Options{Scope: validator.ScopeAll}, validator.Fail},
		"waived":                  {"", waiver, validator.Options{}, validator.Pass},
		"waived, in scope":        {passAll, waiver, validator.Options{Scope: validator.ScopeAll}, validator.Pass},
		"waived until last month": {"", waiver, validator.Options{Now: now.AddDate(0, 2, 0)}, validator.Fail},
		"not among the rules":     {"", nil, validator.Options{Only: []string{"trust-public"}}, validator.Pass},
		"left out":                {"", nil, validator.Options{Skip: []string{"pass-role-wildcard"}}, validator.Pass},
	} {
		t.Run(name, func(t *testing.T) {
			if c.opt.Only == nil {
				c.opt.Only = []string{"pass-role-wildcard"}
			}
			r := check(t, planOf(c.before, passAll), c.cfg, c.opt)
			if r.Verdict != c.want {
				t.Errorf("%s: %+v", r.Verdict, r.Findings)
			}
			if strings.HasPrefix(name, "waived,") || name == "waived" {
				if r.Summary.Waived != 1 || r.Summary.Introduced.Total()+r.Summary.Existing.Total() != 0 || r.Findings[0].Waiver == nil {
					t.Errorf("a waived finding counts as waived alone: %+v", r.Summary)
				}
			}
		})
	}
}

// TestChanges: what the engine says is new, and nothing where only the words are.
func TestChanges(t *testing.T) {
	for name, c := range map[string]struct {
		before, after string
		want          string
	}{
		"no change":      {getA, getA, ""},
		"a rewrite":      {getA, getAAgain, ""},
		"more":           {getA, getAB, "+ s3:GetObject on arn:aws:s3:::b/*"},
		"less":           {getAB, getA, "- s3:GetObject on arn:aws:s3:::b/*"},
		"all of it":      {"", getA, "+ s3:GetObject on arn:aws:s3:::a/*"},
		"something else": {getA, passAll, "+ iam:PassRole on * - s3:GetObject on arn:aws:s3:::a/*"},
		"narrower": {
			getA, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}`,
			"- s3:GetObject on arn:aws:s3:::a/*",
		},
		"a deny taken away": {
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":"s3:DeleteObject","Resource":"*"}]}`,
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}`, "+ s3:* on *",
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := check(t, planOf(c.before, c.after), nil, validator.Options{})
			var got []string
			for _, ch := range r.Changes {
				if ch.Principal != "aws_iam_role.r" || !strings.HasPrefix(ch.Digest, "sha256:") {
					t.Errorf("%+v", ch)
				}
				for _, g := range ch.Grants {
					got = append(got, "+ "+g.Action+" on "+g.Resource)
					if g.Witness == nil {
						t.Errorf("no witness: %+v", g)
					}
				}
				for _, g := range ch.Revokes {
					got = append(got, "- "+g.Action+" on "+g.Resource)
				}
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
	digest := func(before, after string) string {
		return check(t, planOf(before, after), nil, validator.Options{}).Changes[0].Digest
	}
	if digest(getA, getAB) != digest(getAAgain, getAB) || digest(getA, getAB) == digest(getA, passAll) {
		t.Error("a change's digest is of its meaning")
	}
}

// TestChangeLimits: a change is told by what the boundary and denies leave of it.
func TestChangeLimits(t *testing.T) {
	const boundary = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*","sqs:*"],"Resource":"*"},{"Effect":"Deny","Action":"s3:GetBucketPolicy","Resource":"*"}]}`
	text, _ := json.Marshal(boundary)
	src := fmt.Sprintf(`{"format_version":"1.2","planned_values":{},"resource_changes":[
		{"address":"aws_iam_policy.b","mode":"managed","type":"aws_iam_policy","name":"b","change":{"actions":["create"],"before":null,"after":{"name":"b","arn":"arn:aws:iam::123456789012:policy/b","policy":%s}}},
		{"address":"aws_iam_role.r","mode":"managed","type":"aws_iam_role","name":"r","change":{"actions":["create"],"before":null,"after":{"name":"r","permissions_boundary":"arn:aws:iam::123456789012:policy/b"}}},
		{"address":"aws_iam_role_policy.i","mode":"managed","type":"aws_iam_role_policy","name":"i","change":{"actions":["create"],"before":null,"after":{"role":"r","name":"i",
		"policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:*\",\"ec2:*\"],\"Resource\":\"*\"}]}"}}}]}`, text)
	r := check(t, src, nil, validator.Options{})
	var got []string
	for _, c := range r.Changes {
		for _, g := range c.Grants {
			got = append(got, fmt.Sprintf("%s: %s: %s on %s but not %s", c.Principal, c.Boundary, g.Action, g.Resource, g.Except))
		}
	}
	want := []string{"aws_iam_role.r: gets the permissions boundary arn:aws:iam::123456789012:policy/b: s3:Get* on * but not s3:GetBucketPolicy on *"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestListsAreNeverNull looks at every list and map of reports of all kinds.
func TestListsAreNeverNull(t *testing.T) {
	for name, src := range map[string]string{
		"empty":  `{"format_version":"1.2","planned_values":{}}`,
		"change": planOf(getA, passAll),
	} {
		r := check(t, src, nil, validator.Options{})
		var nulls func(path string, v reflect.Value)
		nulls = func(path string, v reflect.Value) {
			switch v.Kind() {
			case reflect.Pointer:
				if !v.IsNil() {
					nulls(path, v.Elem())
				}
			case reflect.Struct:
				for i := range v.NumField() {
					if v.Type().Field(i).Tag.Get("json") != "-" {
						nulls(path+"."+v.Type().Field(i).Name, v.Field(i))
					}
				}
			case reflect.Slice, reflect.Map:
				if v.IsNil() {
					t.Errorf("%s: %s is null", name, path)
				}
				if v.Kind() == reflect.Slice {
					for i := range v.Len() {
						nulls(fmt.Sprintf("%s[%d]", path, i), v.Index(i))
					}
				}
			}
		}
		nulls("report", reflect.ValueOf(r))
	}
}

// TestReportIsStable: the same plan gives the same bytes.
func TestReportIsStable(t *testing.T) {
	file := filepath.Join(corpus, "admin-access-attached", "plan.json")
	render := func() string {
		p, err := plan.Read(context.Background(), file, plan.Options{Source: filepath.Dir(file)})
		if err != nil {
			t.Fatal(err)
		}
		r, err := validator.Check(context.Background(), p, nil, validator.Options{FailOn: config.Medium, Now: now})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := report.JSON(&b, r, report.Options{}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	first := render()
	for range 5 {
		if diff := cmp.Diff(first, render()); diff != "" {
			t.Fatal(diff)
		}
	}
}

// TestSensitiveValuesStayHidden: no format shows what the plan marks, not even
// by a snippet of the source that writes it.
func TestSensitiveValuesStayHidden(t *testing.T) {
	dir := filepath.Join(corpus, "policy-sensitive")
	src, err := os.ReadFile(filepath.Join(dir, "plan.json"))
	if err != nil {
		t.Fatal(err)
	}
	const secret = "DoNotRepeatThis"
	if !bytes.Contains(src, []byte(secret)) {
		t.Fatalf("the plan does not hold %q, so nothing would be tried", secret)
	}
	p, err := plan.Read(context.Background(), filepath.Join(dir, "plan.json"), plan.Options{Source: dir})
	if err != nil {
		t.Fatal(err)
	}
	r, err := validator.Check(context.Background(), p, nil, validator.Options{FailOn: config.Low, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	if r.Findings[0].Rule != "admin-access" || r.Findings[0].Witness != nil {
		t.Errorf("%+v", r.Findings[0])
	}
	for _, name := range report.Names() {
		write, err := report.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := write(&b, r, report.Options{}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), secret) {
			t.Errorf("%s shows it:\n%s", name, b.String())
		}
	}
}

// TestCancelledCheck: a check that is cut off decides nothing.
func TestCancelledCheck(t *testing.T) {
	p, err := plan.Decode([]byte(planOf("", passAll)), "p", plan.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), -time.Second)
	defer cancel()
	if r, err := validator.Check(ctx, p, nil, validator.Options{}); err == nil {
		t.Errorf("%+v", r)
	}
}
