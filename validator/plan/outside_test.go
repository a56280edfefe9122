// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// TestOutside: what is known of a principal outside of the plan stands on both
// sides, and what the plan itself makes or takes away is the plan's.
func TestOutside(t *testing.T) {
	document := func(name, arn string) *account.Document {
		d, _ := policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[]}`), policy.Identity)
		return &account.Document{Name: name, ARN: arn, Managed: arn != "", Kind: policy.Identity, Known: account.KnownState, Policy: d}
	}
	const managed = "arn:aws:iam::123456789012:policy/m"
	group := &account.Principal{Kind: account.Group, Name: "staff", Account: "123456789012", Outside: true}
	outside := func(number string) *account.Account {
		m := document("m", managed)
		return &account.Account{Documents: []*account.Document{m}, Principals: []*account.Principal{group, {
			Kind: account.User, Name: "ada", Account: number, ARN: "arn:aws:iam::" + number + ":user/x/ada", Outside: true, Path: "/x/",
			Identity: []account.Attachment{{Document: document("inline", "")}, {Document: m}}, Groups: []account.Membership{{Group: group}},
		}}}
	}
	resource := func(kind, name, before, after string) string {
		action := map[[2]bool]string{{true, true}: "no-op", {false, true}: "create", {true, false}: "delete"}[[2]bool{before != "null", after != "null"}]
		return fmt.Sprintf(`{"address":"%s.%s","mode":"managed","type":"%[1]s","name":"%[2]s","change":{"actions":["%s"],"before":%s,"after":%s}}`, kind, name, action, before, after)
	}
	const (
		inline     = `{"user":"ada","name":"inline","policy":"{\"Version\":\"2012-10-17\",\"Statement\":[]}"}`
		other      = `{"user":"ada","name":"other","policy":"{\"Version\":\"2012-10-17\",\"Statement\":[]}"}`
		attachment = `{"user":"ada","policy_arn":"` + managed + `"}`
		member     = `{"user":"ada","groups":["staff"]}`
	)
	for name, c := range map[string]struct {
		changes       string
		outside       []*account.Account
		before, after string
	}{
		"nothing known":      {resource("aws_iam_user_policy", "i", "null", other), nil, "", "other"},
		"another is added":   {resource("aws_iam_user_policy", "i", "null", other), []*account.Account{outside("123456789012")}, "inline m in staff", "inline m other in staff"},
		"one is taken away":  {resource("aws_iam_user_policy", "i", inline, "null"), []*account.Account{outside("123456789012")}, "inline m in staff", "m in staff"},
		"one is detached":    {resource("aws_iam_user_policy_attachment", "a", attachment, "null"), []*account.Account{outside("123456789012")}, "inline m in staff", "inline in staff"},
		"a membership ends":  {resource("aws_iam_user_group_membership", "g", member, "null"), []*account.Account{outside("123456789012")}, "inline m in staff", "inline m"},
		"a membership stays": {resource("aws_iam_user_group_membership", "g", member, member), []*account.Account{outside("123456789012")}, "inline m in staff", "inline m in staff"},
		"of two accounts":    {resource("aws_iam_user_policy", "i", "null", other), []*account.Account{outside("123456789012"), outside("210987654321")}, "", "other"},
		"given twice":        {resource("aws_iam_user_policy", "i", "null", other), []*account.Account{outside("123456789012"), outside("123456789012")}, "inline m in staff", "inline m other in staff"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Decode([]byte(`{"format_version":"1.2","planned_values":{},"resource_changes":[`+c.changes+`]}`), "plan.json", Options{})
			if err != nil {
				t.Fatal(err)
			}
			p.Outside = c.outside
			change, err := p.Change(nil)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]string{c.before, c.after}, []string{has(change.Before), has(change.After)}); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// has lists what the user ada has.
func has(a *account.Account) string {
	var out []string
	for _, p := range a.Principals {
		if p.Kind != account.User {
			continue
		}
		for _, at := range p.Identity {
			out = append(out, at.Document.Name)
		}
		slices.Sort(out)
		for _, m := range p.Groups {
			out = append(out, "in "+m.Group.Name)
		}
	}
	return strings.Join(out, " ")
}
