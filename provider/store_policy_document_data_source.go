// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/storepolicy"
)

var _ datasource.DataSource = (*storePolicyDocumentDataSource)(nil)

// storePolicyDocumentDataSource writes the policy of something that holds data.
type storePolicyDocumentDataSource struct{}

func newStorePolicyDocumentDataSource() datasource.DataSource {
	return &storePolicyDocumentDataSource{}
}

type storePolicyDocumentModel struct {
	Type            types.String        `tfsdk:"type"`
	ARN             types.String        `tfsdk:"arn"`
	Account         types.String        `tfsdk:"account_id"`
	Organization    types.String        `tfsdk:"organization_id"`
	TrustedAccounts []string            `tfsdk:"trusted_accounts"`
	Key             types.String        `tfsdk:"key_arn"`
	Readers         []string            `tfsdk:"readers"`
	Writers         []string            `tfsdk:"writers"`
	OnlyNamed       types.Bool          `tfsdk:"only_named"`
	Grant           types.Bool          `tfsdk:"grant_access"`
	Services        []storeServiceModel `tfsdk:"services"`

	JSON       types.String        `tfsdk:"json"`
	Statements []documentStatement `tfsdk:"statements"`
	Citations  []string            `tfsdk:"citations"`
}

// Metadata names the data source.
func (d *storePolicyDocumentDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName + "_store_policy_document"
}

// Schema describes the data source.
func (d *storePolicyDocumentDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	optional := func(description string) schema.ListAttribute {
		return schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The policy of a bucket, secret, queue, topic, table or backup vault: nothing without TLS, nobody from outside, encryption that is not weaker than the store's, and named readers and writers. " +
			"Who may change the policy itself is left to IAM policies, so that a mistake can be mended. It needs no AWS credentials. " +
			"Where an argument is not known until apply, neither is the document, and `hipaacheck` needs the configuration's source to judge it: build ARNs from names where you can.",
		Attributes: documentAttributes(map[string]schema.Attribute{
			"type": schema.StringAttribute{Required: true, Validators: []validator.String{stringvalidator.OneOf(storepolicy.Types...)},
				MarkdownDescription: "`bucket`, `secret`, `queue`, `topic`, `table` or `vault` (of AWS Backup)."},
			"arn":              schema.StringAttribute{Required: true, MarkdownDescription: "ARN of the store."},
			"account_id":       schema.StringAttribute{Required: true, MarkdownDescription: "Account that owns the store."},
			"organization_id":  schema.StringAttribute{Optional: true, MarkdownDescription: "Organisation beyond which nobody reaches the store, `o-…`. Without it nobody beyond the account does."},
			"trusted_accounts": optional("Accounts beyond that, whose principals may be named."),
			"key_arn": schema.StringAttribute{Optional: true, MarkdownDescription: "ARN of the KMS key of a bucket: a request that names another key, or an encryption other than that of KMS, is refused; one that names none gets the bucket's. " +
				"Other stores have their key as an argument."},
			"readers": optional("ARNs of the roles that read."),
			"writers": optional("ARNs of the roles that write."),
			"only_named": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether nobody but `readers` reads and nobody but `writers` writes, whatever IAM policies of the account allow; where a list is empty, they decide. " +
				"AWS services are not meant. By default true."},
			"grant_access": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether the document itself allows those who are named, on the whole store and under no condition. By default false: identity policies of their roles decide on what and when, as with a role of this provider. " +
				"Principals of other accounts are always allowed, since AWS asks both sides."},
			"services": schema.ListNestedAttribute{Optional: true, MarkdownDescription: "AWS services that work with the store by themselves, as those that deliver logs.", NestedObject: schema.NestedAttributeObject{
				Attributes: serviceAttributes(map[string]schema.Attribute{
					"access": schema.StringAttribute{Required: true, Validators: []validator.String{stringvalidator.OneOf("read", "write")}, MarkdownDescription: "`read` or `write`."},
					"prefix": schema.StringAttribute{Optional: true, MarkdownDescription: "Where in a bucket. By default everywhere."},
				}),
			}},
		}),
	}
}

// Read writes the document.
func (d *storePolicyDocumentDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m storePolicyDocumentModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	store := storepolicy.Store{
		Type: m.Type.ValueString(), ARN: m.ARN.ValueString(), Account: m.Account.ValueString(), Organization: m.Organization.ValueString(), TrustedAccounts: m.TrustedAccounts,
		Key: m.Key.ValueString(), Readers: m.Readers, Writers: m.Writers, Open: !m.OnlyNamed.IsNull() && !m.OnlyNamed.ValueBool(), Grant: m.Grant.ValueBool(),
	}
	for _, s := range m.Services {
		store.Services = append(store.Services, storepolicy.Service{
			Principal: s.Principal.ValueString(), Access: s.Access.ValueString(), SourceAccounts: givenTexts(s.SourceAccounts), SourceARNs: s.SourceARNs, Prefix: s.Prefix.ValueString(),
		})
	}
	doc, problems := store.Document()
	addProblems(&resp.Diagnostics, problems)
	if resp.Diagnostics.HasError() {
		return
	}
	m.JSON = documentValue(doc)
	m.Statements, m.Citations = described(doc)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
