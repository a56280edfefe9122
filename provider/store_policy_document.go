// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/storepolicy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// documentStatement is a statement of a document that a data source wrote.
type documentStatement struct {
	SID         string   `tfsdk:"sid"`
	Description string   `tfsdk:"description"`
	Citations   []string `tfsdk:"citations"`
}

// documentAttributes are what data sources of one document give.
func documentAttributes(more map[string]schema.Attribute) map[string]schema.Attribute {
	more["json"] = schema.StringAttribute{Computed: true, MarkdownDescription: "The document as JSON, without white space."}
	more["citations"] = schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Sections of 45 CFR that the document serves."}
	more["statements"] = schema.ListNestedAttribute{
		Computed: true, MarkdownDescription: "What the document says, statement by statement.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"sid":         schema.StringAttribute{Computed: true, MarkdownDescription: "Its `Sid`."},
			"description": schema.StringAttribute{Computed: true, MarkdownDescription: "What it does."},
			"citations":   schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Sections of 45 CFR that it serves."},
		}},
	}
	return more
}

// described lists a document's statements and all of their citations.
func described(doc *template.Document) (statements []documentStatement, citations []string) {
	var lists [][]string
	for _, s := range doc.Statements {
		statements = append(statements, documentStatement{SID: s.Sid, Description: s.Description, Citations: s.Citations})
		lists = append(lists, s.Citations)
	}
	return statements, union(lists...)
}

// keyServiceModel is an AWS service that works with a key by itself.
type keyServiceModel struct {
	Principal         types.String        `tfsdk:"principal"`
	SourceAccounts    types.List          `tfsdk:"source_accounts"`
	SourceARNs        []string            `tfsdk:"source_arns"`
	EncryptionContext map[string][]string `tfsdk:"encryption_context"`
}

// storeServiceModel is an AWS service that works with a store by itself.
type storeServiceModel struct {
	Principal      types.String `tfsdk:"principal"`
	Access         types.String `tfsdk:"access"`
	SourceAccounts types.List   `tfsdk:"source_accounts"`
	SourceARNs     []string     `tfsdk:"source_arns"`
	Prefix         types.String `tfsdk:"prefix"`
}

// givenTexts is nil for a list that is not given, and not nil for an empty one.
func givenTexts(v types.List) []string {
	if v.IsNull() || v.IsUnknown() {
		return nil
	}
	out := []string{}
	for _, e := range v.Elements() {
		if s, ok := e.(types.String); ok {
			out = append(out, s.ValueString())
		}
	}
	return out
}

// serviceAttributes are the arguments that a service has in both data sources.
func serviceAttributes(more map[string]schema.Attribute) map[string]schema.Attribute {
	more["principal"] = schema.StringAttribute{Required: true, MarkdownDescription: "The service, as in `cloudtrail.amazonaws.com`."}
	more["source_accounts"] = schema.ListAttribute{Optional: true, ElementType: types.StringType,
		MarkdownDescription: "Accounts for which the service acts (`aws:SourceAccount`). By default `account_id`. An empty list asks nothing, for a service that does not say for whom it acts; something else has to bind it then."}
	more["source_arns"] = schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "ARNs of what it acts for (`aws:SourceArn`)."}
	return more
}

// addProblems reports what is wrong at the arguments.
func addProblems(diags *diag.Diagnostics, problems []storepolicy.Problem) {
	for _, p := range problems {
		at := path.Root(p.Argument)
		if p.Index >= 0 {
			at = at.AtListIndex(p.Index)
		}
		if p.Field != "" {
			at = at.AtName(p.Field)
		}
		diags.AddAttributeError(at, "Unsuitable argument", sentence(p.String()))
	}
}
