// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAttachmentThroughLocals: attachments that only the source can follow, with
// and without it.
func TestAttachmentThroughLocals(t *testing.T) {
	const dir = "../../testdata/plans/attachment-through-locals"
	for source, want := range map[string][]string{
		"": {
			`aws_iam_role.bounded: own; boundary not known`,
			`aws_iam_role.group_of:`,
			`aws_iam_role.list: aws_iam_role_policy_attachments_exclusive.list not known`,
			`aws_iam_role.other:`,
			`aws_iam_role.team["one"]:`,
			`aws_iam_role.team["two"]:`,
			`nobody at aws_iam_policy_attachment.several: aws_iam_policy_attachment.several not known`,
			`nobody at aws_iam_role_policy_attachment.team["one"]: aws_iam_role_policy_attachment.team["one"] not known`,
			`nobody at aws_iam_role_policy_attachment.team["two"]: aws_iam_role_policy_attachment.team["two"] not known`,
		},
		dir: {
			`aws_iam_role.bounded: own; boundary aws_iam_policy.this["read"]`,
			`aws_iam_role.group_of: aws_iam_policy.this["pass"]`,
			`aws_iam_role.list: aws_iam_policy.this["pass"], aws_iam_policy.this["read"]`,
			`aws_iam_role.other:`,
			`aws_iam_role.team["one"]: aws_iam_policy.this["pass"]`,
			`aws_iam_role.team["two"]: aws_iam_policy.this["read"]`,
		},
	} {
		p, err := Read(context.Background(), dir+"/plan.json", Options{Source: source})
		if err != nil {
			t.Fatal(err)
		}
		change, err := p.Change(nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range change.After.Principals {
			var has []string
			for _, at := range p.Identity {
				name := strings.Replace(at.Document.Address, "aws_iam_role_policy.bounded", "own", 1)
				if at.Document.Policy == nil {
					name += " not known"
				}
				has = append(has, name)
			}
			slices.Sort(has)
			line := p.Address
			if p.Outside {
				line = "nobody at " + p.At
			}
			line += ": " + strings.Join(has, ", ")
			if p.Boundary.Document != nil {
				line += "; boundary " + p.Boundary.Address
			} else if p.Boundary.Attribute != "" && p.Boundary.State != 0 {
				line += "; boundary not known"
			}
			got = append(got, strings.TrimRight(line, " "))
		}
		slices.Sort(got)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("source %q (-want +got):\n%s", source, d)
		}
	}
}
