// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/details"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

// TestAccountOutside: authorization details give a plan the policies,
// boundaries and principals that it only names.
func TestAccountOutside(t *testing.T) {
	const src = `{"format_version":"1.2","planned_values":{},"resource_changes":[
		{"address":"aws_iam_role.r","mode":"managed","type":"aws_iam_role","name":"r","change":{"actions":["create"],"before":null,
			"after":{"name":"r","permissions_boundary":"arn:aws:iam::123456789012:policy/limits","assume_role_policy":"{\"Version\":\"2012-10-17\",\"Statement\":[]}"}}},
		{"address":"aws_iam_role_policy_attachment.r","mode":"managed","type":"aws_iam_role_policy_attachment","name":"r","change":{"actions":["create"],"before":null,
			"after":{"role":"r","policy_arn":"arn:aws:iam::123456789012:policy/phi/read-scans"}}},
		{"address":"aws_iam_role_policy_attachment.x","mode":"managed","type":"aws_iam_role_policy_attachment","name":"x","change":{"actions":["create"],"before":null,
			"after":{"role":"intake","policy_arn":"arn:aws:iam::123456789012:policy/phi/read-scans"}}}]}`
	file, err := os.Open("../internal/details/testdata/moto-cli/input.json")
	if err != nil {
		t.Fatal(err)
	}
	outside, err := details.Read(file, "details.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		outside       []*account.Account
		before, after []string
	}{
		"without": {
			nil, nil,
			[]string{"aws_iam_role.r: read-scans not at hand", "role::intake: read-scans not at hand"},
		},
		"with": {
			[]*account.Account{outside},
			[]string{"role:123456789012:intake: AWSLambdaBasicExecutionRole managed, boundary account"},
			[]string{
				"aws_iam_role.r: read-scans account, boundary account",
				"role:123456789012:intake: read-scans account, AWSLambdaBasicExecutionRole managed, boundary account",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := plan.Decode([]byte(src), "plan.json", plan.Options{})
			if err != nil {
				t.Fatal(err)
			}
			p.Outside = c.outside
			change, err := p.Change(nil)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([][]string{c.before, c.after}, [][]string{managedOf(change.Before), managedOf(change.After)}); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// managedOf lists the managed policies and the boundary of each principal, with
// how they are known.
func managedOf(a *account.Account) []string {
	var out []string
	for _, p := range a.Principals {
		var has []string
		for _, at := range p.Identity {
			switch d := at.Document; {
			case !d.Managed:
			case d.NotAtHand:
				has = append(has, d.Name+" not at hand")
			default:
				has = append(has, d.Name+" "+string(d.Known))
			}
		}
		if d := p.Boundary.Document; d != nil {
			has = append(has, "boundary "+string(d.Known))
		}
		out = append(out, p.Key()+": "+strings.Join(has, ", "))
	}
	return out
}
