// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

var _ function.Function = (*policyFindingsFunction)(nil)

// policyFindingsFunction judges one policy document.
type policyFindingsFunction struct{}

func newPolicyFindingsFunction() function.Function { return &policyFindingsFunction{} }

var policyFindingType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"rule": types.StringType, "severity": types.StringType, "message": types.StringType, "remediation": types.StringType,
	"citations": textsType, "statement": types.Int64Type, "sid": types.StringType, "witness": types.StringType,
}}

// Metadata names the function.
func (f *policyFindingsFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "policy_findings"
}

// Definition describes the function.
func (f *policyFindingsFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Rules that a policy document breaks",
		MarkdownDescription: "Judges the text of one IAM policy document by the rules of `hipaacheck`, with their defaults. " +
			"A document whose statements name principals and only `sts` actions is judged as a trust policy, one that names principals and other actions as a resource policy, any other as an identity policy. " +
			"It returns a list of objects, the worst first, empty where nothing is found:\n\n" +
			"- `rule`, `severity` (`critical`, `high`, `medium` or `low`), `message`, `remediation`, `citations` (sections of 45 CFR)\n" +
			"- `statement`: the index of the statement, from 0, and `sid`: its identifier; null where the finding is about the whole document\n" +
			"- `witness`: a request that proves the finding, in words; null where it is not about requests\n\n" +
			"Text that is no policy at all is a finding, `policy-invalid`. Rules that need more than one document, such as permissions boundaries, are not part of this.",
		Parameters: []function.Parameter{function.StringParameter{
			Name: "json", MarkdownDescription: "The document as JSON, as `jsonencode` or `data.aws_iam_policy_document` gives it.",
		}},
		Return: function.ListReturn{ElementType: policyFindingType},
	}
}

// Run judges the document.
func (f *policyFindingsFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text string
	if resp.Error = req.Arguments.Get(ctx, &text); resp.Error != nil {
		return
	}
	vals := []attr.Value{}
	kind := kindOf(text)
	for _, finding := range safeguard.CheckDocument([]byte(text), kind, nil) {
		attrs := map[string]attr.Value{
			"rule": types.StringValue(finding.Rule), "severity": types.StringValue(finding.Severity.String()),
			"message": types.StringValue(finding.Message), "remediation": types.StringValue(finding.Remediation),
			"citations": stringsValue(finding.Citations), "statement": types.Int64Null(), "sid": types.StringNull(), "witness": types.StringNull(),
		}
		if d := finding.Document; d != nil {
			attrs["statement"], attrs["sid"] = types.Int64Value(int64(d.Statement)), optionalText(d.Sid)
		}
		if finding.Witness != nil {
			// A document by itself belongs to nobody; only a trust or resource policy
			// lets somebody in particular in.
			w := *finding.Witness
			if kind == policy.Identity {
				w.Principal = ""
			}
			if kind == policy.Trust {
				w.Resource = ""
			}
			attrs["witness"] = types.StringValue(witnessText(&w))
		}
		vals = append(vals, types.ObjectValueMust(policyFindingType.AttrTypes, attrs))
	}
	resp.Error = resp.Result.Set(ctx, types.ListValueMust(policyFindingType, vals))
}

// kindOf tells what a document is for by its form: only trust and resource
// policies name principals, and a trust policy is about sts alone.
func kindOf(text string) policy.Kind {
	doc, _ := policy.Parse([]byte(text), policy.Resource)
	if doc == nil {
		return policy.Identity
	}
	named := func(s *policy.Statement) bool { return s.Principal != nil || s.NotPrincipal != nil }
	if !slices.ContainsFunc(doc.Statements, named) {
		return policy.Identity
	}
	for _, s := range doc.Statements {
		for _, a := range append(s.Action.Texts(), s.NotAction.Texts()...) {
			if !strings.HasPrefix(strings.ToLower(a.Value), "sts:") {
				return policy.Resource
			}
		}
	}
	return policy.Trust
}
