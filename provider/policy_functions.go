// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

var (
	_ function.Function = (*policyAllowsFunction)(nil)
	_ function.Function = (*grantsNewAccessFunction)(nil)
	_ function.Function = (*isEligibleServiceFunction)(nil)
)

// policyAllowsFunction decides one request by one document.
type policyAllowsFunction struct{}

func newPolicyAllowsFunction() function.Function { return &policyAllowsFunction{} }

// Metadata names the function.
func (f *policyAllowsFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "policy_allows"
}

// Definition describes the function.
func (f *policyAllowsFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Whether an identity policy allows a request",
		MarkdownDescription: "Decides one request by the text of one identity policy, by AWS's logic: whether a statement allows it and none denies it. " +
			"Only the document counts: no boundary, no guardrail, no policy of the resource. " +
			"Nothing is in the context of the request but what is given, so that a condition on another key is not met, or where its operator says so is met by the absence. " +
			"What cannot be decided is an error, never a silent answer.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "json", MarkdownDescription: "The document as JSON."},
			function.StringParameter{Name: "action", MarkdownDescription: "One action, as in `s3:GetObject`."},
			function.StringParameter{Name: "resource", MarkdownDescription: "ARN of one resource, or `*` for an action that has none."},
		},
		VariadicParameter: function.MapParameter{
			Name: "context", ElementType: types.ListType{ElemType: types.StringType},
			MarkdownDescription: "Context keys with their values, as in `{ \"aws:SecureTransport\" = [\"true\"] }`. At most one map.",
		},
		Return: function.BoolReturn{},
	}
}

// Run decides the request.
func (f *policyAllowsFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text, action, resource string
	var contexts []map[string][]string
	if resp.Error = req.Arguments.Get(ctx, &text, &action, &resource, &contexts); resp.Error != nil {
		return
	}
	doc, err := wholeDocument(0, text, policy.Identity)
	switch {
	case err != nil:
		resp.Error = err
		return
	case !strings.Contains(action, ":") || strings.ContainsAny(action, "*?"):
		resp.Error = function.NewArgumentFuncError(1, fmt.Sprintf("%q is no single action; write SERVICE:ACTION, as in s3:GetObject.", action))
		return
	case resource != "*" && (!strings.HasPrefix(resource, "arn:") || strings.ContainsAny(resource, "*?")):
		resp.Error = function.NewArgumentFuncError(2, fmt.Sprintf("%q is no single resource; write an ARN, or * for an action that has no resource.", resource))
		return
	case len(contexts) > 1:
		resp.Error = function.NewArgumentFuncError(4, "Give all context keys in one map.")
		return
	}
	request := &policy.Request{Action: action, Resource: resource, ResourceAccount: exampleAccount, Context: map[string][]string{}}
	if len(contexts) == 1 {
		request.Context = contexts[0]
	}
	who, problem := policy.ParsePrincipal("arn:aws:sts::" + exampleAccount + ":assumed-role/example/session")
	if problem != nil {
		resp.Error = function.NewFuncError(problem.Error())
		return
	}
	request.Principal = who
	all := &policy.Policies{Identity: []*policy.Document{doc}}
	if strings.HasPrefix(strings.ToLower(action), "kms:") {
		// The policy of a key decides as well; this one leaves it to IAM.
		all.Resource, _ = policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*",`+
			`"Principal":{"AWS":"arn:aws:iam::`+exampleAccount+`:root"}}]}`), policy.Resource)
	}
	decision := policy.Evaluate(all, request)
	if decision.Result == policy.Undetermined {
		resp.Error = function.NewFuncError("It cannot be decided whether the document allows this: " + sentence(decision.Reason))
		return
	}
	resp.Error = resp.Result.Set(ctx, decision.Result == policy.Allowed)
}

// exampleAccount is the account of requests that belong to none in particular.
const exampleAccount = "123456789012"

// wholeDocument parses a document and refuses one that AWS would refuse.
func wholeDocument(argument int64, text string, kind policy.Kind) (*policy.Document, *function.FuncError) {
	doc, problems := policy.Parse([]byte(text), kind)
	if len(problems) > 0 {
		p := problems[0]
		return nil, function.NewArgumentFuncError(argument, fmt.Sprintf("AWS would refuse this document: line %d, column %d: %s", p.Range.Start.Line, p.Range.Start.Column, sentence(p.Message)))
	}
	return doc, nil
}

// grantsNewAccessFunction compares two documents.
type grantsNewAccessFunction struct{}

func newGrantsNewAccessFunction() function.Function { return &grantsNewAccessFunction{} }

// Metadata names the function.
func (f *grantsNewAccessFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "grants_new_access"
}

// Definition describes the function.
func (f *grantsNewAccessFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Whether a policy document allows what another does not",
		MarkdownDescription: "Decides, over all requests there can be, whether the new document allows any that the old one does not. " +
			"A document whose statements name principals and only `sts` actions is taken as a trust policy, one that names principals and other actions as a resource policy, any other as an identity policy. " +
			"What cannot be decided is an error, never a silent answer.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "old", MarkdownDescription: "The old document as JSON; an empty text is none."},
			function.StringParameter{Name: "new", MarkdownDescription: "The new document as JSON."},
		},
		Return: function.BoolReturn{},
	}
}

// Run compares the documents.
func (f *grantsNewAccessFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var old, text string
	if resp.Error = req.Arguments.Get(ctx, &old, &text); resp.Error != nil {
		return
	}
	kind := kindOf(text)
	var before *policy.Document
	var err *function.FuncError
	if strings.TrimSpace(old) != "" {
		if before, err = wholeDocument(0, old, kind); err != nil {
			resp.Error = err
			return
		}
	}
	after, err := wholeDocument(1, text, kind)
	if err != nil {
		resp.Error = err
		return
	}
	answer := decide.DocumentNewAccess(before, after, kind, decide.Options{})
	if answer.Result == decide.Undetermined {
		resp.Error = function.NewFuncError("It cannot be decided whether the new document allows more: " + sentence(answer.Reason))
		return
	}
	resp.Error = resp.Result.Set(ctx, answer.Result == decide.Yes)
}

// isEligibleServiceFunction looks a service up in the list of HIPAA eligible ones.
type isEligibleServiceFunction struct{}

func newIsEligibleServiceFunction() function.Function { return &isEligibleServiceFunction{} }

// Metadata names the function.
func (f *isEligibleServiceFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "is_eligible_service"
}

// Definition describes the function.
func (f *isEligibleServiceFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	_, asOf := reference.EligibleServices()
	resp.Definition = function.Definition{
		Summary: "Whether an AWS service is on the list of HIPAA eligible services",
		MarkdownDescription: "Looks up the prefix of a service's actions in AWS's list of HIPAA eligible services, as of " + asOf.Format("2006-01-02") + ". " +
			"Eligible means that PHI may be processed there under a business associate agreement with AWS; it does not mean that a use of it is compliant.",
		Parameters: []function.Parameter{function.StringParameter{Name: "service", MarkdownDescription: "Prefix of the service's actions, as in `s3` or `healthlake`."}},
		Return:     function.BoolReturn{},
	}
}

// Run looks the service up.
func (f *isEligibleServiceFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var service string
	if resp.Error = req.Arguments.Get(ctx, &service); resp.Error != nil {
		return
	}
	if _, ok := reference.LookupService(strings.ToLower(service)); !ok {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("%q is no prefix of an AWS service's actions; write it as in s3 or healthlake.", service))
		return
	}
	resp.Error = resp.Result.Set(ctx, reference.PrefixEligibility(strings.ToLower(service)).Status == reference.Listed)
}
