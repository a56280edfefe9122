// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/guardrail"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

var _ datasource.DataSourceWithConfigure = (*guardrailPolicyDocumentDataSource)(nil)

// guardrailPolicyDocumentDataSource writes service and resource control policies.
type guardrailPolicyDocumentDataSource struct {
	settings *settings
}

func newGuardrailPolicyDocumentDataSource() datasource.DataSource {
	return &guardrailPolicyDocumentDataSource{}
}

// guardrailKinds are the types of policies as AWS Organizations names them.
var guardrailKinds = map[string]policy.Kind{"SERVICE_CONTROL_POLICY": policy.SCP, "RESOURCE_CONTROL_POLICY": policy.RCP}

type guardrailPolicyDocumentModel struct {
	Type            types.String        `tfsdk:"type"`
	Guardrails      []string            `tfsdk:"guardrails"`
	Partition       types.String        `tfsdk:"partition"`
	Exempt          []string            `tfsdk:"exempt_principals"`
	ExemptFrom      map[string][]string `tfsdk:"exemptions"`
	Regions         []string            `tfsdk:"regions"`
	Boundaries      []string            `tfsdk:"permissions_boundaries"`
	LogGroups       []string            `tfsdk:"log_groups"`
	AddServices     []string            `tfsdk:"additional_services"`
	RemoveServices  []string            `tfsdk:"removed_services"`
	Organization    types.String        `tfsdk:"organization_id"`
	TrustedAccounts []string            `tfsdk:"trusted_accounts"`
	MaxCharacters   types.Int64         `tfsdk:"max_characters"`

	Documents  []string             `tfsdk:"documents"`
	Statements []guardrailStatement `tfsdk:"statements"`
	Citations  []string             `tfsdk:"citations"`
	QuotaAsOf  types.String         `tfsdk:"quota_as_of"`
}

type guardrailStatement struct {
	SID         string   `tfsdk:"sid"`
	Guardrail   string   `tfsdk:"guardrail"`
	Document    int64    `tfsdk:"document"`
	Description string   `tfsdk:"description"`
	Citations   []string `tfsdk:"citations"`
}

// Metadata names the data source.
func (d *guardrailPolicyDocumentDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName + "_guardrail_policy_document"
}

// Configure takes the provider's settings.
func (d *guardrailPolicyDocumentDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	d.settings, _ = req.ProviderData.(*settings)
}

// guardrailList describes the guardrails of a kind for the documentation.
func guardrailList(kind policy.Kind) string {
	var b strings.Builder
	for _, g := range guardrail.All(kind) {
		fmt.Fprintf(&b, "\n  - `%s`: %s (%s)", g.Name, g.Purpose, strings.Join(g.Citations, ", "))
		if len(g.Needs) > 0 {
			fmt.Fprintf(&b, " Needs `%s`.", strings.Join(g.Needs, "`, `"))
		}
		if !g.Exempts {
			b.WriteString(" Exempts nobody.")
		}
	}
	return b.String()
}

// Schema describes the data source.
func (d *guardrailPolicyDocumentDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	optional := func(description string) schema.ListAttribute {
		return schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: description}
	}
	scp := guardrail.QuotaOf(policy.SCP)
	resp.Schema = schema.Schema{
		MarkdownDescription: "Service and resource control policies of AWS Organizations from named guardrails, each statement with the provision of 45 CFR that it serves. " +
			"The guardrails only deny: leave `FullAWSAccess` and `RCPFullAWSAccess` attached beside them. They are put into as few documents as the quotas of AWS allow, and refused where an account could not be run under them any more. " +
			"Neither binds the management account. It needs no AWS credentials.",
		Attributes: map[string]schema.Attribute{
			"type": schema.StringAttribute{Required: true, Validators: []validator.String{stringvalidator.OneOf("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY")},
				MarkdownDescription: "`SERVICE_CONTROL_POLICY`, which limits what principals of member accounts may do, or `RESOURCE_CONTROL_POLICY`, which limits who may reach their resources; as in `aws_organizations_policy`."},
			"guardrails": schema.ListAttribute{Required: true, ElementType: types.StringType, MarkdownDescription: "The guardrails.\n\n  Of a service control policy:\n" + guardrailList(policy.SCP) +
				"\n\n  Of a resource control policy:\n" + guardrailList(policy.RCP) + "\n"},
			"partition": schema.StringAttribute{Optional: true, MarkdownDescription: "Partition of AWS. By default `aws`."},
			"exempt_principals": optional("ARNs of the roles that no guardrail binds which can exempt anybody, as of the pipeline that sets up accounts: `arn:aws:iam::*:role/platform-deploy`. " +
				"A name that begins with a wildcard is refused: whoever can make roles could choose such a name."),
			"exemptions":             schema.MapAttribute{Optional: true, ElementType: types.ListType{ElemType: types.StringType}, MarkdownDescription: "More ARNs of roles to exempt, from single guardrails: `{ backups = [\"arn:aws:iam::*:role/backup-administrator\"] }`."},
			"regions":                optional("The approved Regions, for `regions`."),
			"permissions_boundaries": optional("ARNs of the permissions boundaries, for `boundary_required` and `boundary_protected`. `*` as the account stands for the same policy in each."),
			"log_groups":             optional("ARNs of the log groups with audit records, for `logs`; `*` may stand for the Region and the account. By default all groups."),
			"additional_services":    optional("IAM prefixes of services that are let through beside the eligible ones, for `eligible_services`; on top of those of `eligible_services` in the provider's `config_file`."),
			"removed_services":       optional("IAM prefixes of eligible services that are not used, for `eligible_services`; on top of those of the provider's `config_file`."),
			"organization_id":        schema.StringAttribute{Optional: true, MarkdownDescription: "Identifier of the organisation, `o-…`, for `organization_only` and `confused_deputy`. A wrong one would keep everybody out: take it from `data.aws_organizations_organization`."},
			"trusted_accounts":       optional("Accounts outside of the organisation whose principals may reach resources inside, for `organization_only`. Resource policies still have to let them in."),
			"max_characters": schema.Int64Attribute{Optional: true, Validators: []validator.Int64{int64validator.AtLeast(1_000)},
				MarkdownDescription: fmt.Sprintf("Longest document. By default the quota of AWS, %d characters as of %s.", scp.Characters, guardrail.QuotasAsOf.Format("2006-01-02"))},
			"documents": schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "The documents as JSON, without white space."},
			"statements": schema.ListNestedAttribute{Computed: true, MarkdownDescription: "What the guardrails say, statement by statement. Statements that were merged to save a document have the same `sid`.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"sid":         schema.StringAttribute{Computed: true, MarkdownDescription: "Its `Sid`."},
					"guardrail":   schema.StringAttribute{Computed: true, MarkdownDescription: "Name of the guardrail."},
					"document":    schema.Int64Attribute{Computed: true, MarkdownDescription: "Index of the document in `documents`."},
					"description": schema.StringAttribute{Computed: true, MarkdownDescription: "What it does."},
					"citations":   schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Sections of 45 CFR that it serves."},
				}}},
			"citations":   schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Sections of 45 CFR that the guardrails serve."},
			"quota_as_of": schema.StringAttribute{Computed: true, MarkdownDescription: "Day as of which the quotas are known."},
		},
	}
}

// Read writes the documents.
func (d *guardrailPolicyDocumentDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m guardrailPolicyDocumentModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	kind := guardrailKinds[m.Type.ValueString()]
	add, remove := m.AddServices, m.RemoveServices
	if d.settings != nil && d.settings.config != nil && slices.Contains(m.Guardrails, "eligible_services") {
		// One list for the rules and the guardrail.
		add = append(slices.Clone(add), d.settings.config.EligibleServices.Add...)
		remove = append(slices.Clone(remove), d.settings.config.EligibleServices.Remove...)
	}
	rendered, problems := guardrail.Render(kind, m.Guardrails, guardrail.Arguments{
		Partition: m.Partition.ValueString(), Exempt: m.Exempt, ExemptFrom: m.ExemptFrom, Regions: m.Regions, Boundaries: m.Boundaries, LogGroups: m.LogGroups,
		AddServices: add, RemoveServices: remove, OrganizationID: m.Organization.ValueString(), TrustedAccounts: m.TrustedAccounts,
	}, int(m.MaxCharacters.ValueInt64()))
	for _, p := range problems {
		resp.Diagnostics.AddAttributeError(problemPath(p), "Unsuitable guardrails", sentence(p.String()))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	m.Documents, m.Statements = rendered.Documents, []guardrailStatement{}
	var lists [][]string
	for _, s := range rendered.Statements {
		m.Statements = append(m.Statements, guardrailStatement{SID: s.Sid, Guardrail: s.Guardrail.Name, Document: int64(s.Document), Description: s.Description, Citations: s.Citations})
		lists = append(lists, s.Citations)
	}
	m.Citations, m.QuotaAsOf = union(lists...), types.StringValue(guardrail.QuotasAsOf.Format("2006-01-02"))
	if most := guardrail.QuotaOf(kind).Attached - 1; len(m.Documents) > most {
		resp.Diagnostics.Append(diag.NewAttributeWarningDiagnostic(path.Root("guardrails"), "More policies than can be attached", fmt.Sprintf(
			"The guardrails take %d documents; beside its own policy AWS lets %d be attached to one root, unit or account. Attach some of them to the root and others to the unit.", len(m.Documents), most)))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// problemPath is the argument that a problem is of.
func problemPath(p guardrail.Problem) path.Path {
	at := path.Root(p.Argument)
	if p.Key != "" {
		at = at.AtMapKey(p.Key)
	}
	if p.Index >= 0 {
		at = at.AtListIndex(p.Index)
	}
	return at
}
