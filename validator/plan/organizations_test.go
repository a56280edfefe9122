// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
)

// denies is a control policy that denies one action.
func denies(action string) string {
	return `"content":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"` + action + `\",\"Resource\":\"*\"}]}"`
}

// TestOrganizations holds which control policies limit a role of each account, by
// what the policies are attached to.
func TestOrganizations(t *testing.T) {
	const admin = `"policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"`
	attach := func(name, policy, target string) string {
		return res("aws_organizations_policy_attachment."+name, "", `"policy_id":"`+policy+`","target_id":"`+target+`"`, "")
	}
	scp := func(name, action string) string {
		return res("aws_organizations_policy."+name, "", `"id":"p-`+name+`","name":"`+name+`","type":"SERVICE_CONTROL_POLICY",`+denies(action), "")
	}
	member := []string{
		res("aws_iam_role.r", "", `"name":"r"`, ""), res("aws_iam_role_policy.r", "", `"role":"r","name":"admin",`+admin, ""),
		scp("root", "s3:*"), scp("unit", "kms:*"), scp("other", "sqs:*"), scp("own", "sns:*"), scp("tag", "ec2:*"),
		attach("root", "p-root", "r-abcd"), attach("unit", "p-unit", "ou-abcd-parent"), attach("other", "p-other", "ou-abcd-other"), attach("own", "p-own", "111111111111"),
		res("aws_organizations_policy.rcp", "", `"id":"p-rcp","name":"rcp","type":"RESOURCE_CONTROL_POLICY","content":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"secretsmanager:*\",\"Resource\":\"*\"}]}"`, ""),
		attach("rcp", "p-rcp", "r-abcd"),
		res("aws_organizations_organizational_unit.parent", "", `"id":"ou-abcd-parent","parent_id":"r-abcd"`, ""),
		res("aws_organizations_organizational_unit.child", "", `"id":"ou-abcd-child","parent_id":"ou-abcd-parent"`, ""),
		res("aws_organizations_account.a", "", `"id":"111111111111","parent_id":"ou-abcd-child"`, ""),
	}
	provider := func(alias string) string {
		own := func(kind string) string {
			return `{"mode":"managed","type":"` + kind + `","name":"r","provider_config_key":"` + alias + `"}`
		}
		return `{"provider_config":{"aws":{"name":"aws"},"aws.member":{"name":"aws","alias":"member"}},"root_module":{"resources":[` + own("aws_iam_role") + "," + own("aws_iam_role_policy") + `]}}`
	}
	services := []string{"s3:GetObject", "kms:Decrypt", "sqs:SendMessage", "sns:Publish", "ec2:RunInstances", "secretsmanager:GetSecretValue"}
	for name, test := range map[string]struct {
		alias string
		given [][]config.PolicyFile
		want  string
	}{
		"a member account":       {alias: "aws.member", want: "sqs:SendMessage ec2:RunInstances"},
		"the management account": {alias: "aws", want: strings.Join(services, " ")},
		"guardrails of the configuration": {alias: "aws", given: [][]config.PolicyFile{
			{{Path: "root.json", Text: []byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"ec2:*","Resource":"*"}]}`)}},
			{{Path: "prod.json", Text: []byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*","ec2:*"],"Resource":"*"}]}`)}},
		}, want: "s3:GetObject"},
		"a guardrail that cannot be read limits nothing": {alias: "aws", given: [][]config.PolicyFile{
			{{Path: "bad.json", Text: []byte(`[]`)}}, {{Path: "deny.json", Text: []byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:*","Resource":"*"}]}`)}},
		}, want: "s3:GetObject kms:Decrypt sqs:SendMessage sns:Publish secretsmanager:GetSecretValue"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Decode([]byte(`{"format_version":"1.2","planned_values":{},"resource_changes":[`+strings.Join(member, ",")+`],"configuration":`+provider(test.alias)+`}`), "p", Options{})
			if err != nil {
				t.Fatal(err)
			}
			cfg := &config.Config{Organization: config.Organization{Aliases: map[string]string{"aws": "999999999999", "aws.member": "111111111111"}}, Guardrails: config.Guardrails{SCP: test.given}}
			change, err := p.Change(cfg)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, action := range services {
				if decide.Grants(change.After.Principals[0].Access(), decide.Question{Actions: []string{action}}, decide.Options{}).Result == decide.Yes {
					got = append(got, action)
				}
			}
			if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("-want +got: %s", diff)
			}
			if n := len(change.After.Guardrails); n != 6 {
				t.Errorf("%d guardrails", n)
			}
		})
	}
}
