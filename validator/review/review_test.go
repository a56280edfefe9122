// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/review"
)

var now = time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)

var cfg = &config.Config{
	PHI:          config.PHI{Resources: []string{"arn:aws:s3:::cardiology-images"}},
	Organization: config.Organization{Accounts: map[string]string{"prod": "123456789012"}},
}

func document(t *testing.T, kind policy.Kind, statement string) *account.Document {
	t.Helper()
	d, problems := policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[`+statement+`]}`), kind)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return &account.Document{Policy: d, Kind: kind, Known: account.KnownPlan, Address: "aws_iam_role_policy.p", Attribute: "policy"}
}

// role is one with a policy, and whatever the edits make of it.
func role(t *testing.T, name, statement string, edits ...func(*account.Principal)) *account.Principal {
	t.Helper()
	p := &account.Principal{
		Kind: account.Role, Address: "aws_iam_role." + name, Name: name, ARN: "arn:aws:iam::123456789012:role/" + name, Account: "123456789012", Path: "/",
		Identity: []account.Attachment{{Document: document(t, policy.Identity, statement)}},
		Tags:     account.Tags{Values: map[string]string{"Owner": "cardiology"}},
	}
	for _, e := range edits {
		e(p)
	}
	return p
}

func made(t *testing.T, principals ...*account.Principal) *review.Review {
	t.Helper()
	a := &account.Account{Principals: principals}
	for _, p := range principals {
		for _, at := range p.Identity {
			a.Documents = append(a.Documents, at.Document)
		}
	}
	r, err := review.New(context.Background(), []review.Source{{Input: review.Input{Path: "plan.json", Kind: "plan"}, Account: a}}, cfg, now)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const (
	readOne = `{"Sid":"Images","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::cardiology-images/*"}`
	readAll = `{"Effect":"Allow","Action":["s3:GetObject","sqs:SendMessage"],"Resource":"*"}`
)

func TestLevels(t *testing.T) {
	for name, c := range map[string]struct{ statement, want string }{
		"read":        {readOne, "read"},
		"list":        {`{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::cardiology-images"}`, "list"},
		"write":       {`{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::cardiology-images/*"}`, "write"},
		"delete":      {`{"Effect":"Allow","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::cardiology-images/*"}`, "delete"},
		"export":      {`{"Effect":"Allow","Action":"s3:PutReplicationConfiguration","Resource":"arn:aws:s3:::cardiology-images"}`, "export"},
		"administer":  {`{"Effect":"Allow","Action":"s3:PutBucketVersioning","Resource":"arn:aws:s3:::cardiology-images"}`, "administer"},
		"grant":       {`{"Effect":"Allow","Action":"s3:PutBucketPolicy","Resource":"arn:aws:s3:::cardiology-images"}`, "grant"},
		"everything":  {`{"Effect":"Allow","Action":"*","Resource":"*"}`, "list read write delete export administer grant"},
		"another one": {`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::radiology-images/*"}`, ""},
		"denied":      {readOne + `,{"Effect":"Deny","Action":"s3:GetObject","Resource":"*"}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := made(t, role(t, "x", c.statement))
			var got []string
			for _, cell := range r.Cells {
				for _, l := range cell.Levels {
					got = append(got, l.Level)
				}
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCell(t *testing.T) {
	r := made(t, role(t, "reader", readOne, func(p *account.Principal) {
		p.Trust = document(t, policy.Trust, `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/staff"},"Action":"sts:AssumeRole"}`)
		p.Usage = &account.Usage{Tracked: true, LastUsed: now.AddDate(0, 0, -3)}
	}))
	if len(r.Cells) != 1 || len(r.Principals) != 1 || len(r.Stores) != 1 {
		t.Fatalf("%+v", r)
	}
	want := []review.Level{{
		Level: "read", Certain: true, Through: []review.Through{{Policy: "aws_iam_role_policy.p", SID: "Images"}},
		Example: &review.Example{Action: "s3:GetObject", Resource: r.Cells[0].Levels[0].Example.Resource},
	}}
	if diff := cmp.Diff(want, r.Cells[0].Levels); diff != "" {
		t.Error(diff)
	}
	p := r.Principals[0]
	if diff := cmp.Diff([]string{"arn:aws:iam::123456789012:role/staff"}, p.AssumableBy); diff != "" || p.Owner != "cardiology" || p.LastUsed != "2027-02-26" {
		t.Errorf("%+v %s", p, diff)
	}
}

func TestSuggestion(t *testing.T) {
	used := func(u account.Usage) func(*account.Principal) {
		return func(p *account.Principal) { p.Usage = &u }
	}
	trust := func(who string) func(*account.Principal) {
		return func(p *account.Principal) {
			p.Trust = document(t, policy.Trust, `{"Effect":"Allow","Principal":{"AWS":"`+who+`"},"Action":"sts:AssumeRole"}`)
		}
	}
	for name, c := range map[string]struct {
		principal      *account.Principal
		decision, why  string
		policy, denied string
	}{
		"one store":          {role(t, "x", readOne), "keep", "nothing speaks against it", "", ""},
		"every bucket":       {role(t, "x", readAll), "reduce", "reaches other resources too", `"arn:aws:s3:::cardiology-images/*"`, "sqs"},
		"a family of stores": {role(t, "x", `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::cardiology-*/*"}`), "keep", "nothing speaks against it", "", ""},
		"all but a few":      {role(t, "x", `{"Effect":"Allow","Action":"s3:GetObject","NotResource":"arn:aws:s3:::other/*"}`), "reduce", "reaches other resources too", `"s3:GetObject"`, ""},
		"two named stores":   {role(t, "x", `{"Effect":"Allow","Action":"s3:GetObject","Resource":["arn:aws:s3:::cardiology-images/*","arn:aws:s3:::other/*"]}`), "keep", "", "", ""},
		"for emergencies":    {role(t, "break-glass", readAll), "time-bound", "emergencies", "", ""},
		"not used":           {role(t, "x", readAll, used(account.Usage{Tracked: true, LastUsed: now.AddDate(0, 0, -91)})), "remove", "last used on 2026-11-30", "", ""},
		"used lately":        {role(t, "x", readOne, used(account.Usage{Tracked: true, LastUsed: now.AddDate(0, 0, -89)})), "keep", "", "", ""},
		"never used":         {role(t, "x", readOne, used(account.Usage{Tracked: true, Created: now.AddDate(-1, 0, 0)})), "remove", "never used", "", ""},
		"new and never used": {role(t, "x", readOne, used(account.Usage{Tracked: true, Created: now.AddDate(0, 0, -1)})), "keep", "", "", ""},
		"not tracked":        {role(t, "x", readOne, used(account.Usage{Created: now.AddDate(-1, 0, 0)})), "keep", "", "", ""},
		"a vendor":           {role(t, "x", readOne, trust("arn:aws:iam::111122223333:root")), "time-bound", "account 111122223333", "", ""},
		"our own account":    {role(t, "x", readOne, trust("arn:aws:iam::123456789012:root")), "keep", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := made(t, c.principal).Cells[0].Suggestion
			if s.Decision != c.decision || !strings.Contains(s.Why, c.why) || !strings.Contains(string(s.Policy), c.policy) || c.denied != "" && strings.Contains(string(s.Policy), c.denied) {
				t.Errorf("%+v %s", s, s.Policy)
			}
		})
	}
}

func TestCheck(t *testing.T) {
	one, two := role(t, "one", readOne), role(t, "two", readAll)
	r := made(t, one, two)
	id := map[string]string{}
	for _, c := range r.Cells {
		id[c.Principal] = c.ID
	}
	decide := func(first, second string) []review.Decision {
		return []review.Decision{{Cell: id["aws_iam_role.one"], Decision: first}, {Cell: id["aws_iam_role.two"], Decision: second, Until: now.AddDate(0, 1, 0)}}
	}
	narrowed := role(t, "two", readOne)
	for name, c := range map[string]struct {
		decisions []review.Decision
		current   *review.Review
		at        time.Time
		want      []string
	}{
		"all decided":          {decide("keep", "keep"), nil, now, nil},
		"one not decided":      {decide("keep", ""), nil, now, []string{"undecided"}},
		"none decided":         {nil, nil, now, []string{"undecided", "undecided"}},
		"on the last day":      {decide("keep", "keep"), nil, now.AddDate(0, 0, 90), nil},
		"a day late":           {decide("keep", "keep"), nil, now.AddDate(0, 0, 91), []string{"overdue"}},
		"kept":                 {decide("keep", "keep"), made(t, one, two), now, nil},
		"not removed":          {decide("remove", "keep"), made(t, one, two), now, []string{"not-carried-out"}},
		"removed":              {decide("remove", "keep"), made(t, two), now, nil},
		"not reduced":          {decide("keep", "reduce"), made(t, one, two), now, []string{"not-carried-out"}},
		"reduced":              {decide("keep", "reduce"), made(t, one, narrowed), now, nil},
		"gone without a word":  {decide("keep", "keep"), made(t, one), now, nil},
		"somebody new":         {decide("keep", "keep"), made(t, one, two, role(t, "three", readOne)), now, []string{"undecided"}},
		"time-bound, in time":  {decide("keep", "time-bound"), made(t, one, two), now, nil},
		"what has grown since": {decide("keep", "keep"), made(t, role(t, "one", `{"Effect":"Allow","Action":"s3:*","Resource":"*"}`), two), now, []string{"undecided"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, p := range review.Check(r, c.decisions, c.current, c.at, 90*24*time.Hour) {
				got = append(got, p.Kind)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	late := made(t, one, two)
	late.Created = now.AddDate(0, 2, 0)
	if got := review.Check(r, decide("keep", "time-bound"), late, now, 90*24*time.Hour); len(got) != 1 || got[0].Kind != "not-carried-out" {
		t.Errorf("time-bound, and too late: %+v", got)
	}
}

func TestDiff(t *testing.T) {
	before := made(t, role(t, "one", readOne), role(t, "gone", readOne), role(t, "same", readAll))
	after := made(t, role(t, "one", `{"Effect":"Allow","Action":["s3:GetObject","s3:DeleteObject"],"Resource":"arn:aws:s3:::cardiology-images/*"}`), role(t, "new", readOne), role(t, "same", readOne))
	want := []review.Difference{
		{Principal: "aws_iam_role.new", Gained: []string{"read"}, Lost: []string{}},
		{Principal: "aws_iam_role.one", Gained: []string{"delete"}, Lost: []string{}},
		{Principal: "aws_iam_role.same", Gained: []string{}, Lost: []string{}, Other: true},
		{Principal: "aws_iam_role.gone", Gained: []string{}, Lost: []string{"read"}},
	}
	got := review.Diff(before, after)
	for i := range got {
		got[i].Store = ""
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if same := review.Diff(before, before); len(same) != 0 {
		t.Error(same)
	}
}

func TestDecisions(t *testing.T) {
	form, err := made(t, role(t, "=one", readOne)).Form()
	if err != nil || !strings.Contains(string(form), "read") {
		t.Fatal(err)
	}
	list, err := review.ParseDecisions(form)
	if err != nil || len(list) != 1 || list[0].Decision != "" {
		t.Error(list, err)
	}
	for name, c := range map[string]struct{ text, want string }{
		"an unknown word": {"cell,decision,until,comment\na,maybe,,\n", `line 2: the decision "maybe" is none of keep, reduce, remove, time-bound`},
		"no date":         {"cell,decision,until,comment\na,time-bound,,\n", "line 2: a time-bound access needs a last day"},
		"no real date":    {"cell,decision,until,comment\na,keep,soon,\n", `line 2: until is a date such as 2027-03-31, not "soon"`},
		"twice":           {"cell,decision,until,comment\na,keep,,\na,remove,,\n", "line 3: the cell a stands in line 2 already"},
		"a column short":  {"cell,decision\na,keep\n", `there is no column "until"`},
		"empty":           {"", "it is empty"},
		"ragged":          {"cell,decision,until,comment\na\n", "wrong number of fields"},
	} {
		if _, err := review.ParseDecisions([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	list, err = review.ParseDecisions([]byte("\xEF\xBB\xBFcell;comment;decision;until\r\na;ok;Keep;\r\nb;;time-bound;2027-03-31\r\n"))
	if err != nil || len(list) != 2 || list[0].Decision != "keep" || list[1].Until.IsZero() {
		t.Errorf("as a spreadsheet writes it: %+v %v", list, err)
	}
}

// TestPage: names that are HTML stay text.
func TestPage(t *testing.T) {
	var b bytes.Buffer
	if err := made(t, role(t, "<script>alert(1)</script>", readOne)).HTML(&b); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{"Access review of 1 March 2027", "read the content", "&lt;script&gt;", "<svg"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not in the page", want)
		}
	}
	if strings.Contains(page, "<script>") || strings.Contains(page, "http://") || strings.Contains(page, "src=") {
		t.Error("the page runs or loads something")
	}
}

func FuzzParseDecisions(f *testing.F) {
	f.Add([]byte("cell,decision,until,comment\na,keep,2027-03-31,x\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		list, err := review.ParseDecisions(text)
		if err != nil && list != nil {
			t.Error("a list beside an error")
		}
	})
}
