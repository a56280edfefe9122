// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"regexp"
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
	why := "it carries whole resources in another language, with policies among them, which are not read"
	switch stack := strings.Contains(it.rc.Type, "_cloudformation_"); {
	case !known:
		why = "it carries whole resources in another language and is not known until apply: whether there are policies among them cannot be told"
	case stack && mayMakeIAM(it):
		why = "its stack may make resources of IAM, which are not read"
	case stack && transformed.MatchString(text):
		why = "a macro makes resources of it, policies maybe among them"
	case !carriesPolicies(it, text):
		return
	}
	d := &account.Document{
		Address: b.address(it.rc), PreviousAddress: b.previous(it.rc), Attribute: v.Path, Kind: policy.Resource, Sensitive: v.IsSensitive(), Carried: true,
		Undetermined: &account.Undetermined{
			Reason:    why,
			SettledBy: "the same resources written in Terraform, or the account's authorization details after apply (--account)",
		},
	}
	b.keep(d)
}

// transformed tells a template that macros change before it is used. Source: AWS
// CloudFormation, "Template macros".
var transformed = regexp.MustCompile(`(?m)^\s*["']?(Fn::)?Transform["']?\s*:|"(Fn::)?Transform"`)

// mayMakeIAM reports whether a stack is allowed to make resources of IAM: itself, or
// by macros and nested stacks.
func mayMakeIAM(it item) bool {
	capabilities, unknown := it.v.Attr("capabilities").Strings()
	return unknown > 0 || slices.ContainsFunc(capabilities, func(c string) bool { return strings.HasSuffix(c, "_IAM") || c == "CAPABILITY_AUTO_EXPAND" })
}

// policyKeys are the names in such a language that end like that of a policy, and
// the resource types that make one.
var policyKeys = regexp.MustCompile(`([a-z0-9]*polic(?:y|ies|ydocument|ytext))["']?\s*:|aws::[a-z0-9]+::([a-z0-9]*(?:policy|permission))\b`)

// noPolicies end names that are about something else: life cycle, scaling, transport.
var noPolicies = []string{
	"deletionpolicy", "updatereplacepolicy", "creationpolicy", "updatepolicy", "lifecyclepolicy", "lifecyclepolicies", "scalingpolicy", "scalingpolicies", "terminationpolicies", "passwordpolicy",
	"redrivepolicy", "deliverypolicy", "filterpolicy", "replaypolicy", "cachepolicy", "originrequestpolicy", "responseheaderspolicy", "sslpolicy", "securitypolicy", "protocolpolicy",
	"retrypolicy", "tlspolicy", "routingpolicy", "alpnpolicy", "dataprotectionpolicy", "referrerpolicy", "subscriptionpolicy",
}

func carriesPolicies(it item, text string) bool {
	text = strings.ToLower(text)
	// A resource of the Cloud Control API says its type beside what it holds.
	text += strings.ToLower(it.v.Attr("type_name").Text())
	if !strings.HasPrefix(it.rc.Type, "aws_api_") && !strings.HasPrefix(it.rc.Type, "awscc_apigateway_") {
		for _, m := range policyKeys.FindAllStringSubmatch(text, -1) {
			name := m[1] + m[2]
			if !slices.ContainsFunc(noPolicies, func(end string) bool { return strings.HasSuffix(name, end) }) {
				return true
			}
		}
	}
	return slices.ContainsFunc(policyMarks, func(m string) bool { return strings.Contains(text, m) })
}

// templateOutside reports on a template of CloudFormation that lies in a bucket, where the
// stack is allowed to make resources of IAM.
func (b *builder) templateOutside(it item) {
	at := it.v.Attr("template_url")
	if at.IsNull() || at.Text() == "" && !at.IsUnknown() {
		return
	}
	if !mayMakeIAM(it) {
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
