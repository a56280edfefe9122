// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

// res writes a resource change; before and after are the members of an object,
// or "" for none.
func res(address, before, after, unknown string, more ...string) string {
	parts := splitAddress(address)
	object := func(s string) string {
		if s == "" {
			return "null"
		}
		return "{" + s + "}"
	}
	actions := `"update"`
	switch {
	case before == "":
		actions = `"create"`
	case after == "" && unknown == "":
		actions = `"delete"`
	case before == after:
		actions = `"no-op"`
	}
	extra := ""
	if len(more) > 0 {
		extra = "," + strings.Join(more, ",")
	}
	return fmt.Sprintf(`{"address":%q,"mode":"managed","type":%q,"name":%q%s,"change":{"actions":[%s],"before":%s,"after":%s,"after_unknown":%s}}`,
		address, parts[len(parts)-2].name, parts[len(parts)-1].name, extra, actions, object(before), object(after), object(unknown))
}

// show writes one side short, a principal a line with its documents.
func show(a *account.Account) string {
	var b strings.Builder
	for _, p := range a.Principals {
		fmt.Fprintf(&b, "%s %s", p.Kind, p.Key())
		if p.Boundary.State != account.BoundaryAbsent && !p.Outside {
			fmt.Fprintf(&b, " boundary=%d:%s", p.Boundary.State, p.Boundary.ARN)
		}
		b.WriteString(":")
		for _, at := range p.All() {
			name := at.Document.Name
			if at.Document.Undetermined != nil {
				name = "?" + at.Document.Undetermined.Reason
			}
			fmt.Fprintf(&b, " %s", name)
			for _, v := range at.Via {
				fmt.Fprintf(&b, "<%s", v.Address)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

const policyText = `"policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}"`

// TestBuild holds how resources are joined, on both sides of a change.
func TestBuild(t *testing.T) {
	const arn = "arn:aws:iam::123456789012:policy/p"
	for name, c := range map[string]struct {
		config        string
		changes       []string
		before, after string
	}{
		"by name": {
			`{}`,
			[]string{
				res("aws_iam_role.r", "", `"name":"r"`, ""),
				res("aws_iam_role_policy.i", "", `"role":"r","name":"i",`+policyText, ""),
				res("aws_iam_role_policy_attachment.a", "", `"role":"r","policy_arn":"arn:aws:iam::aws:policy/ReadOnlyAccess"`, ""),
			},
			"", "role aws_iam_role.r: i<aws_iam_role_policy.i ReadOnlyAccess<aws_iam_role_policy_attachment.a\n",
		},
		"by reference": {
			`{"resources":[{"mode":"managed","type":"aws_iam_role_policy_attachment","name":"a","expressions":{"role":{"references":["aws_iam_role.r.name"]},"policy_arn":{"references":["aws_iam_policy.p.arn"]}}},
			{"mode":"managed","type":"aws_iam_role","name":"r","expressions":{"permissions_boundary":{"references":["aws_iam_policy.p.arn"]}}}]}`,
			[]string{
				res("aws_iam_role.r", "", `"name_prefix":"r-"`, `"name":true,"permissions_boundary":true,"managed_policy_arns":true,"inline_policy":true`),
				res("aws_iam_policy.p", "", `"name":"p",`+policyText, `"arn":true`),
				res("aws_iam_role_policy_attachment.a", "", "", `"role":true,"policy_arn":true`),
			},
			"", "", // the attachment has no values at all: see the next case
		},
		"by reference, with a value": {
			`{"resources":[{"mode":"managed","type":"aws_iam_role_policy_attachment","name":"a","expressions":{"role":{"references":["aws_iam_role.r.name"]},"policy_arn":{"references":["aws_iam_policy.p.arn"]}}},
			{"mode":"managed","type":"aws_iam_role","name":"r","expressions":{"permissions_boundary":{"references":["aws_iam_policy.p.arn"]}}}]}`,
			[]string{
				res("aws_iam_role.r", "", `"name_prefix":"r-"`, `"name":true,"permissions_boundary":true,"managed_policy_arns":true,"inline_policy":true`),
				res("aws_iam_policy.p", "", `"name":"p",`+policyText, `"arn":true`),
				res("aws_iam_role_policy_attachment.a", "", `"x":1`, `"role":true,"policy_arn":true`),
			},
			"", "role aws_iam_role.r boundary=1:: p<aws_iam_role_policy_attachment.a<aws_iam_policy.p\n",
		},
		"a reference that leads nowhere is not passed over": {
			`{"resources":[{"mode":"managed","type":"aws_iam_role_policy_attachment","name":"a","expressions":{"policy_arn":{"references":["local.arn"]}}}]}`,
			[]string{
				res("aws_iam_role.r", "", `"name":"r"`, ""),
				res("aws_iam_role_policy_attachment.a", "", `"role":"r"`, `"policy_arn":true`),
			},
			"", "role aws_iam_role.r: ?its ARN depends on local.arn, which is not known until apply<aws_iam_role_policy_attachment.a\n",
		},
		"a policy that is not at hand": {
			`{}`,
			[]string{
				res("aws_iam_role.r", "", `"name":"r"`, ""),
				res("aws_iam_role_policy_attachment.a", "", `"role":"r","policy_arn":"`+arn+`"`, ""),
			},
			"", "role aws_iam_role.r: p<aws_iam_role_policy_attachment.a\n",
		},
		"a principal outside the plan": {
			`{}`,
			[]string{
				res("aws_iam_role_policy_attachment.a", "", `"role":"far","policy_arn":"arn:aws:iam::aws:policy/ReadOnlyAccess"`, ""),
				res("aws_iam_role_policy.b", "", `"role":"far","name":"i",`+policyText, ""),
			},
			"", "role role::far: i<aws_iam_role_policy.b ReadOnlyAccess<aws_iam_role_policy_attachment.a\n",
		},
		"what AWS reported, and a resource that is taken away": {
			`{"resources":[{"mode":"managed","type":"aws_iam_role","name":"r","expressions":{}}]}`,
			[]string{
				res("aws_iam_role.r", `"name":"r","managed_policy_arns":["arn:aws:iam::aws:policy/ReadOnlyAccess","arn:aws:iam::aws:policy/ViewOnlyAccess"],"inline_policy":[{"name":"i",`+policyText+`},{"name":"j",`+policyText+`}]`,
					`"name":"r","managed_policy_arns":["arn:aws:iam::aws:policy/ReadOnlyAccess","arn:aws:iam::aws:policy/ViewOnlyAccess"],"inline_policy":[{"name":"i",`+policyText+`},{"name":"j",`+policyText+`}]`, ""),
				res("aws_iam_role_policy_attachment.a", `"role":"r","policy_arn":"arn:aws:iam::aws:policy/ReadOnlyAccess"`, "", ""),
				res("aws_iam_role_policy.i", `"role":"r","name":"i",`+policyText, "", ""),
			},
			"role aws_iam_role.r: i<aws_iam_role_policy.i ReadOnlyAccess<aws_iam_role_policy_attachment.a j ViewOnlyAccess\n",
			"role aws_iam_role.r: j ViewOnlyAccess\n",
		},
		"an exclusive set takes the others away": {
			`{"resources":[{"mode":"managed","type":"aws_iam_role","name":"r","expressions":{}}]}`,
			[]string{
				res("aws_iam_role.r", `"name":"r","managed_policy_arns":["arn:aws:iam::aws:policy/ReadOnlyAccess"],"inline_policy":[{"name":"i",`+policyText+`}]`,
					`"name":"r","managed_policy_arns":["arn:aws:iam::aws:policy/ReadOnlyAccess"],"inline_policy":[{"name":"i",`+policyText+`}]`, ""),
				res("aws_iam_role_policy_attachments_exclusive.x", "", `"role_name":"r","policy_arns":["arn:aws:iam::aws:policy/ViewOnlyAccess"]`, ""),
				res("aws_iam_role_policies_exclusive.y", "", `"role_name":"r","policy_names":[]`, ""),
			},
			"role aws_iam_role.r: i ReadOnlyAccess\n",
			"role aws_iam_role.r: ViewOnlyAccess<aws_iam_role_policy_attachments_exclusive.x\n",
		},
		"groups": {
			`{}`,
			[]string{
				res("aws_iam_user.u", "", `"name":"u"`, ""),
				res("aws_iam_group.g", "", `"name":"g"`, ""),
				res("aws_iam_group_policy.p", "", `"group":"g","name":"i",`+policyText, ""),
				res("aws_iam_user_group_membership.m", "", `"user":"u","groups":["g","far"]`, ""),
				res("aws_iam_group_membership.n", "", `"name":"n","group":"g","users":["v",""]`, ""),
			},
			"", "group aws_iam_group.g: i<aws_iam_group_policy.p\nuser aws_iam_user.u: i<aws_iam_user_group_membership.m<aws_iam_group.g<aws_iam_group_policy.p\ngroup group::far:\n" +
				"user user::v: i<aws_iam_group_membership.n<aws_iam_group.g<aws_iam_group_policy.p\n",
		},
		"forgotten, moved, replaced": {
			`{}`,
			[]string{
				strings.Replace(res("aws_iam_role.kept", `"name":"kept"`, "", ""), `"delete"`, `"forget"`, 1),
				res("aws_iam_role.new", `"name":"m"`, `"name":"m"`, "", `"previous_address":"aws_iam_role.old"`),
				strings.Replace(res("aws_iam_role.repl", `"name":"a"`, `"name":"b"`, ""), `"update"`, `"delete","create"`, 1),
				res("aws_iam_role.gone", `"name":"gone"`, "", ""),
				res("aws_iam_role.dep", `"name":"dep"`, "", "", `"deposed":"abc"`),
			},
			"role aws_iam_role.gone:\nrole aws_iam_role.kept:\nrole aws_iam_role.old:\nrole aws_iam_role.repl:\n",
			"role aws_iam_role.kept:\nrole aws_iam_role.new:\nrole aws_iam_role.repl:\n",
		},
		"a role of this project's provider": {
			`{}`,
			[]string{
				res("hipaa_clinician_role.c", "", `"name":"c","permissions_boundary":"`+arn+`","policies":[{"name":"a","json":`+strings.TrimPrefix(policyText, `"policy":`)+`}],"other_policies":["arn:aws:iam::aws:policy/ViewOnlyAccess","by-hand"]`, ""),
			},
			"", "role hipaa_clinician_role.c boundary=2:" + arn + ": a ViewOnlyAccess\n",
		},
		"the configuration does not hold the role": {
			`{}`,
			[]string{res("aws_iam_role.r", "", `"name":"r"`, `"managed_policy_arns":true`)},
			"", "role aws_iam_role.r: ?its ARN is not known until apply, and the plan does not say which policy it is\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := decodePlan(t, c.config, c.changes...)
			change, err := p.Change(nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.before, show(change.Before)); diff != "" {
				t.Error("before", diff)
			}
			if name != "by reference" {
				if diff := cmp.Diff(c.after, show(change.After)); diff != "" {
					t.Error("after", diff)
				}
			}
		})
	}
}

// TestAccounts: the account of each provider configuration, and the first
// source that tells it.
func TestAccounts(t *testing.T) {
	src := `{"format_version":"1.2","planned_values":{},"resource_changes":[` +
		strings.Join([]string{
			res("aws_iam_role.a", `"name":"a","arn":"arn:aws:iam::111111111111:role/a"`, `"name":"a","arn":"arn:aws:iam::111111111111:role/a"`, ""),
			res("aws_iam_role.b", "", `"name":"b","path":"/x/"`, `"arn":true`),
			res("aws_iam_role.c", "", `"name":"c"`, `"arn":true`),
			res("aws_iam_role.d", "", `"name":"d"`, `"arn":true`),
			res("module.m.aws_iam_role.e", "", `"name":"e"`, `"arn":true`),
		}, ",") + `],"prior_state":{"values":{"root_module":{"resources":[
		{"address":"data.aws_caller_identity.me","mode":"data","type":"aws_caller_identity","values":{"account_id":"444444444444"}}]}}},
	"configuration":{"provider_config":{
		"aws":{"name":"aws","expressions":{"region":{"constant_value":"us-gov-west-1"}}},
		"aws.allowed":{"name":"aws","alias":"allowed","expressions":{"allowed_account_ids":{"constant_value":["222222222222"]}}},
		"aws.assumed":{"name":"aws","alias":"assumed","expressions":{"assume_role":[{"role_arn":{"constant_value":"arn:aws:iam::333333333333:role/x"}}]}},
		"aws.caller":{"name":"aws","alias":"caller"}},
	"root_module":{"resources":[
		{"mode":"managed","type":"aws_iam_role","name":"a","provider_config_key":"aws"},
		{"mode":"managed","type":"aws_iam_role","name":"b","provider_config_key":"aws.allowed"},
		{"mode":"managed","type":"aws_iam_role","name":"c","provider_config_key":"aws.assumed"},
		{"mode":"managed","type":"aws_iam_role","name":"d","provider_config_key":"aws.caller"},
		{"mode":"data","type":"aws_caller_identity","name":"me","provider_config_key":"aws.caller"}],
	"module_calls":{"m":{"module":{"resources":[{"mode":"managed","type":"aws_iam_role","name":"e","provider_config_key":"module.m:aws.unknown"}]}}}}}}`
	p, err := Decode([]byte(src), "p", Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Accounts(nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"aws": "111111111111", "aws.allowed": "222222222222", "aws.assumed": "333333333333", "aws.caller": "444444444444", "aws.unknown": ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	named, err := p.Accounts(&config.Config{Organization: config.Organization{Aliases: map[string]string{"aws.unknown": "555555555555", "aws.allowed": "666666666666"}}})
	if err != nil {
		t.Fatal(err)
	}
	if named["aws.unknown"] != "555555555555" || named["aws.allowed"] != "666666666666" {
		t.Error(named)
	}
	change, err := p.Change(nil)
	if err != nil {
		t.Fatal(err)
	}
	var arns []string
	for _, q := range change.After.Principals {
		arns = append(arns, q.ARN)
	}
	wantARNs := []string{"arn:aws:iam::111111111111:role/a", "arn:aws:iam::222222222222:role/x/b", "arn:aws:iam::333333333333:role/c", "arn:aws:iam::444444444444:role/d", ""}
	if diff := cmp.Diff(wantARNs, arns); diff != "" {
		t.Error(diff)
	}
}

// TestBoundaryDocument: the configuration file gives the text of a boundary
// that lives outside of the plan.
func TestBoundaryDocument(t *testing.T) {
	const arn = "arn:aws:iam::123456789012:policy/b"
	p := decodePlan(t, `{}`, res("aws_iam_role.r", "", `"name":"r","permissions_boundary":"`+arn+`"`, ""))
	cfg := &config.Config{Boundary: config.Boundary{Documents: map[string]config.PolicyFile{arn: {Text: []byte(`{"Version":"2012-10-17","Statement":[]}`)}}}}
	change, err := p.Change(cfg)
	if err != nil {
		t.Fatal(err)
	}
	b := change.After.Principals[0].Boundary
	if b.State != account.BoundaryPresent || b.Document.Policy == nil || b.ARN != arn {
		t.Errorf("%+v", b)
	}
}

// TestSensitive: what is marked is known, judged, and marked.
func TestSensitive(t *testing.T) {
	change := `{"address":"aws_iam_role.r","mode":"managed","type":"aws_iam_role","name":"r","change":{"actions":["create"],"before":null,
		"after":{"name":"r","assume_role_policy":"{}"},"after_unknown":{},"after_sensitive":{"name":true,"assume_role_policy":true}}}`
	p := decodePlan(t, `{}`, change)
	c, err := p.Change(nil)
	if err != nil {
		t.Fatal(err)
	}
	r := c.After.Principals[0]
	if !r.Hidden || !r.Trust.Sensitive || strings.Contains(r.Label(), " r") {
		t.Errorf("hidden %v, sensitive %v, label %q", r.Hidden, r.Trust.Sensitive, r.Label())
	}
}
