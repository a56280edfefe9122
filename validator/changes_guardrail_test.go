// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

// loosened is a plan that changes a service control policy of the root, and not
// the role of another account that it bears on.
const loosened = `{"format_version":"1.2","planned_values":{},
"configuration":{
	"provider_config":{"aws":{"name":"aws"},"aws.root":{"name":"aws","alias":"root"}},
	"root_module":{"resources":[
		{"address":"aws_iam_role.r","mode":"managed","type":"aws_iam_role","name":"r","provider_config_key":"aws"},
		{"address":"aws_iam_role_policy.r","mode":"managed","type":"aws_iam_role_policy","name":"r","provider_config_key":"aws"},
		{"address":"aws_organizations_policy.d","mode":"managed","type":"aws_organizations_policy","name":"d","provider_config_key":"aws.root"},
		{"address":"aws_organizations_policy_attachment.d","mode":"managed","type":"aws_organizations_policy_attachment","name":"d","provider_config_key":"aws.root"}]}},
"resource_changes":[
	{"address":"aws_iam_role.r","mode":"managed","type":"aws_iam_role","name":"r","change":{"actions":["no-op"],"before":ROLE,"after":ROLE}},
	{"address":"aws_iam_role_policy.r","mode":"managed","type":"aws_iam_role_policy","name":"r","change":{"actions":["no-op"],"before":POLICY,"after":POLICY}},
	{"address":"aws_organizations_policy.d","mode":"managed","type":"aws_organizations_policy","name":"d","change":{"actions":["update"],"before":BEFORE,"after":AFTER}},
	{"address":"aws_organizations_policy_attachment.d","mode":"managed","type":"aws_organizations_policy_attachment","name":"d","change":{"actions":["no-op"],"before":AT,"after":AT}}]}`

// TestChangesOfGuardrails: a role whose own documents stay may do more when the
// organisation denies less. It is a change, and of two such changes each has its
// own digest.
func TestChangesOfGuardrails(t *testing.T) {
	deny := func(actions string) string {
		return fmt.Sprintf(`{"id":"p-1","name":"d","type":"SERVICE_CONTROL_POLICY","content":%q}`, `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":[`+actions+`],"Resource":"*"}]}`)
	}
	check := func(after string) []validator.Change {
		t.Helper()
		text := strings.NewReplacer(
			"ROLE", `{"name":"r","arn":"arn:aws:iam::123456789012:role/r","assume_role_policy":"{\"Version\":\"2012-10-17\",\"Statement\":[]}"}`,
			"POLICY", `{"role":"r","name":"p","policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"}`,
			"BEFORE", deny(`"s3:*","iam:*"`), "AFTER", deny(after), "AT", `{"id":"x","policy_id":"p-1","target_id":"r-abcd"}`,
		).Replace(loosened)
		p, err := plan.Decode([]byte(text), "plan.json", plan.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := validator.Check(context.Background(), p, nil, validator.Options{Now: time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		return r.Changes
	}
	seen := map[string]string{}
	for _, after := range []string{`"s3:*"`, `"iam:*"`, `"sqs:*"`} {
		changes := check(after)
		if len(changes) != 1 || changes[0].Principal != "aws_iam_role.r" || len(changes[0].Grants) == 0 {
			t.Fatalf("%s: %+v", after, changes)
		}
		if other, ok := seen[changes[0].Digest]; ok {
			t.Errorf("%s and %s have one digest", other, after)
		}
		seen[changes[0].Digest] = after
	}
	if changes := check(`"iam:*", "S3:*"`); len(changes) != 0 {
		t.Errorf("another spelling: %+v", changes)
	}
}

// TestChangesOfGroups: who joins a group that is not at hand may do what nothing
// here tells, so that it is a change; which group it is, is part of its digest.
func TestChangesOfGroups(t *testing.T) {
	const src = `{"format_version":"1.2","planned_values":{},"resource_changes":[
		{"address":"aws_iam_user.u","mode":"managed","type":"aws_iam_user","name":"u","change":{"actions":["no-op"],"before":{"name":"u","arn":"arn:aws:iam::123456789012:user/u"},"after":{"name":"u","arn":"arn:aws:iam::123456789012:user/u"}}},
		{"address":"aws_iam_user_group_membership.u","mode":"managed","type":"aws_iam_user_group_membership","name":"u","change":{"actions":["update"],"before":{"user":"u","groups":["staff"]},"after":{"user":"u","groups":[GROUPS]}}}]}`
	seen := map[string]string{}
	for groups, changed := range map[string]bool{`"staff"`: false, `"staff","admins"`: true, `"admins"`: true, `"root"`: true, ``: true} {
		p, err := plan.Decode([]byte(strings.Replace(src, "GROUPS", groups, 1)), "plan.json", plan.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := validator.Check(context.Background(), p, nil, validator.Options{Now: time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		if got := len(r.Changes) == 1 && r.Changes[0].Principal == "aws_iam_user.u"; got != changed || len(r.Changes) > 1 {
			t.Errorf("%s: %+v", groups, r.Changes)
			continue
		}
		for _, c := range r.Changes {
			if other, ok := seen[c.Digest]; ok {
				t.Errorf("%s and %s have one digest", other, groups)
			}
			seen[c.Digest] = groups
		}
	}
}
