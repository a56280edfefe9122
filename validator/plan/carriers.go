// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan/bearers"
)

// Some arguments carry whole resources in another language: a CloudFormation
// template, an OpenAPI document. Policies in them are not read, so they are said to
// be undetermined where there are any, or where that cannot be told.

// policyMarks are what a policy is called in such a language.
// Source: AWS CloudFormation, resource types of IAM, S3, KMS and others; Amazon API
// Gateway, x-amazon-apigateway-policy.
var policyMarks = []string{"policydocument", "apigateway-policy", "keypolicy", "resourcepolicy", "bucketpolicy", "managedpolicyarns", "aws::iam::", "aws::iot::policy"}

// carrier reports on an argument that carries resources in another language.
func (b *builder) carrier(it item, row *bearers.Bearer, v value) {
	if v.IsNull() || v.Text() == "" && !v.IsUnknown() {
		return
	}
	text, known := v.Text(), !v.IsUnknown()
	if !known {
		if row.Computed && b.leftOpen(it.rc, v.Path) {
			return
		}
		if e := b.evaluator(); e != nil {
			if t, err := e.Attribute(it.rc.Address, v.Path); err == nil {
				if t.Null {
					return
				}
				text, known = t.Value, true
			}
		}
	}
	if known && !carriesPolicies(it, text) {
		return
	}
	d := &account.Document{
		Address: b.address(it.rc), PreviousAddress: b.previous(it.rc), Attribute: v.Path, Kind: policy.Resource, Sensitive: v.IsSensitive(), Carried: true,
		Undetermined: &account.Undetermined{
			Reason:    "it carries whole resources in another language, with policies among them, which are not read",
			SettledBy: "the same resources written in Terraform, or the account's authorization details after apply (--account)",
		},
	}
	if !known {
		d.Undetermined.Reason = "it carries whole resources in another language and is not known until apply: whether there are policies among them cannot be told"
	}
	b.keep(d)
}

func carriesPolicies(it item, text string) bool {
	text = strings.ToLower(text)
	// A resource of the Cloud Control API says its type beside what it holds.
	text += strings.ToLower(it.v.Attr("type_name").Text())
	return slices.ContainsFunc(policyMarks, func(m string) bool { return strings.Contains(text, m) })
}

// templateOutside reports on a template of CloudFormation that lies in a bucket, where the
// stack is allowed to make resources of IAM.
func (b *builder) templateOutside(it item) {
	at := it.v.Attr("template_url")
	if at.IsNull() || at.Text() == "" && !at.IsUnknown() {
		return
	}
	capabilities, _ := it.v.Attr("capabilities").Strings()
	if !slices.ContainsFunc(capabilities, func(c string) bool { return strings.HasSuffix(c, "_IAM") }) {
		return
	}
	b.keep(&account.Document{
		Address: b.address(it.rc), PreviousAddress: b.previous(it.rc), Attribute: at.Path, Kind: policy.Resource, Carried: true,
		Undetermined: &account.Undetermined{
			Reason:    "the template lies outside of the plan, and its stack may make resources of IAM",
			SettledBy: "the same resources written in Terraform, or the account's authorization details after apply (--account)",
		},
	})
}
