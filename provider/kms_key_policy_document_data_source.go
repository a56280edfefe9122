// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/storepolicy"
)

var _ datasource.DataSource = (*kmsKeyPolicyDocumentDataSource)(nil)

// kmsKeyPolicyDocumentDataSource writes the policy of a KMS key.
type kmsKeyPolicyDocumentDataSource struct{}

func newKMSKeyPolicyDocumentDataSource() datasource.DataSource {
	return &kmsKeyPolicyDocumentDataSource{}
}

type kmsKeyPolicyDocumentModel struct {
	Partition       types.String      `tfsdk:"partition"`
	Account         types.String      `tfsdk:"account_id"`
	Organization    types.String      `tfsdk:"organization_id"`
	TrustedAccounts []string          `tfsdk:"trusted_accounts"`
	Administrators  []string          `tfsdk:"administrators"`
	Deletion        []string          `tfsdk:"deletion_administrators"`
	Users           []string          `tfsdk:"users"`
	Grantors        []string          `tfsdk:"grantors"`
	ViaServices     []string          `tfsdk:"via_services"`
	Services        []keyServiceModel `tfsdk:"services"`

	JSON       types.String        `tfsdk:"json"`
	Statements []documentStatement `tfsdk:"statements"`
	Citations  []string            `tfsdk:"citations"`
}

// Metadata names the data source.
func (d *kmsKeyPolicyDocumentDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName + "_kms_key_policy_document"
}

// Schema describes the data source.
func (d *kmsKeyPolicyDocumentDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	optional := func(description string) schema.ListAttribute {
		return schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The policy of a KMS key, in which who keeps the key and who uses it are different people: a principal that is both is an error at the argument. " +
			"IAM policies of the account decide who may look at the key, and nothing else; its root user can get the policy back. The role that applies the configuration has to be an administrator, or AWS refuses the policy. It needs no AWS credentials. " +
			"Where an argument is not known until apply, neither is the document, and `hipaacheck` needs the configuration's source to judge it: build ARNs from names where you can.",
		Attributes: documentAttributes(map[string]schema.Attribute{
			"partition":        schema.StringAttribute{Optional: true, MarkdownDescription: "Partition of AWS. By default `aws`."},
			"account_id":       schema.StringAttribute{Required: true, MarkdownDescription: "Account that owns the key."},
			"organization_id":  schema.StringAttribute{Optional: true, MarkdownDescription: "Organisation beyond which nobody reaches the key, `o-…`. Without it nobody beyond the account does."},
			"trusted_accounts": optional("Accounts beyond that, whose principals may be named."),
			"administrators": schema.ListAttribute{Required: true, ElementType: types.StringType,
				MarkdownDescription: "ARNs of the roles that keep the key: its policy, rotation, aliases and tags. They do not use it, lend it or destroy it."},
			"deletion_administrators": optional("ARNs of the roles that can destroy the key, with thirty days in which that can be taken back. By default nobody."),
			"users":                   optional("ARNs of the roles that encrypt and decrypt with the key."),
			"grantors":                optional("ARNs of the roles that lend the key to AWS services (`kms:CreateGrant` for AWS resources alone), as those that attach encrypted volumes."),
			"via_services":            optional("Services through which alone `users` use the key (`kms:ViaService`), as in `s3.us-east-1.amazonaws.com`. By default directly as well."),
			"services": schema.ListNestedAttribute{Optional: true, MarkdownDescription: "AWS services that use the key by themselves.", NestedObject: schema.NestedAttributeObject{
				Attributes: serviceAttributes(map[string]schema.Attribute{
					"encryption_context": schema.MapAttribute{Optional: true, ElementType: types.ListType{ElemType: types.StringType},
						MarkdownDescription: "Patterns of what the key is used for, by the key of the encryption context, as in `{ \"aws:logs:arn\" = [\"arn:aws:logs:us-east-1:123456789012:log-group:/audit/*\"] }`."},
				}),
			}},
		}),
	}
}

// Read writes the document.
func (d *kmsKeyPolicyDocumentDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m kmsKeyPolicyDocumentModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	key := storepolicy.Key{
		Partition: m.Partition.ValueString(), Account: m.Account.ValueString(), Organization: m.Organization.ValueString(), TrustedAccounts: m.TrustedAccounts,
		Administrators: m.Administrators, DeletionAdministrators: m.Deletion, Users: m.Users, Grantors: m.Grantors, ViaServices: m.ViaServices,
	}
	for _, s := range m.Services {
		key.Services = append(key.Services, storepolicy.Service{Principal: s.Principal.ValueString(), SourceAccounts: givenTexts(s.SourceAccounts), SourceARNs: s.SourceARNs, EncryptionContext: s.EncryptionContext})
	}
	doc, problems := key.Document()
	addProblems(&resp.Diagnostics, problems)
	if resp.Diagnostics.HasError() {
		return
	}
	m.JSON = documentValue(doc)
	m.Statements, m.Citations = described(doc)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
