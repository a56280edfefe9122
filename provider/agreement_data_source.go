// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/artifact"
)

var _ datasource.DataSourceWithConfigure = (*agreementDataSource)(nil)

// baaWords are in the names of AWS's own business associate addenda.
const baaWords = "Business Associate"

// agreementDataSource says whether a business associate agreement with AWS holds
// for the account, 45 CFR 164.308(b)(1) and 164.504(e).
type agreementDataSource struct{ settings *settings }

func newAgreementDataSource() datasource.DataSource { return &agreementDataSource{} }

type agreementDataModel struct {
	NameContains  types.String     `tfsdk:"name_contains"`
	AccountID     types.String     `tfsdk:"account_id"`
	Active        types.Bool       `tfsdk:"active"`
	Known         types.Bool       `tfsdk:"known"`
	Reason        types.String     `tfsdk:"reason"`
	EffectiveFrom types.String     `tfsdk:"effective_from"`
	Agreements    []agreementModel `tfsdk:"agreements"`
}

type agreementModel struct {
	Name            string       `tfsdk:"name"`
	ARN             string       `tfsdk:"arn"`
	AgreementARN    string       `tfsdk:"agreement_arn"`
	AccountID       string       `tfsdk:"account_id"`
	OrganizationARN string       `tfsdk:"organization_arn"`
	State           string       `tfsdk:"state"`
	Type            string       `tfsdk:"type"`
	EffectiveFrom   types.String `tfsdk:"effective_from"`
	EffectiveUntil  types.String `tfsdk:"effective_until"`
	InForce         bool         `tfsdk:"in_force"`
	BAA             bool         `tfsdk:"business_associate"`
}

// Metadata names the data source.
func (d *agreementDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName + "_business_associate_agreement"
}

// Configure takes the provider's settings.
func (d *agreementDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	d.settings, _ = req.ProviderData.(*settings)
}

// Schema describes the arguments and what comes out.
func (d *agreementDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	yes := func(description string) schema.BoolAttribute {
		return schema.BoolAttribute{Computed: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Whether a business associate agreement with AWS is in force for the account, as AWS Artifact says (45 CFR 164.308(b)(1), 164.504(e)). " +
			"With a precondition on `active`, PHI goes nowhere without one.\n\n" +
			"It asks `artifact:ListCustomerAgreements`, and `sts:GetCallerIdentity` for the account. Where the credentials may not ask, or the partition has no AWS Artifact, " +
			"there is a warning and `active` is false: that nobody knows is never a yes. An agreement that was signed on paper is not in AWS Artifact.",
		Attributes: map[string]schema.Attribute{
			"name_contains": schema.StringAttribute{
				Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(3)},
				MarkdownDescription: "Words in the name of the agreement that counts, without regard to case. By default `" + baaWords + "`, as AWS names its own, of an account or of an organization; set it where yours is a custom one with another name.",
			},
			"account_id":     text("The account of the credentials; empty with `skip_requesting_account_id`."),
			"active":         yes("Whether such an agreement is in force now: its state is `ACTIVE`, it has begun and has not ended. False where that is not known."),
			"known":          yes("Whether AWS Artifact has answered. Where this is false, `agreements` is null."),
			"reason":         text("Why `active` is what it is, in words."),
			"effective_from": text("Since when the agreement holds, RFC 3339; of several, the earliest. Null where `active` is false. It is what `baa.effective` of `.hipaacheck.hcl` asks for."),
			"agreements": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "All agreements of AWS Artifact that apply to the account, in its order.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"name": text("Name."), "arn": text("ARN of the agreement with this customer."), "agreement_arn": text("ARN of what was agreed to."),
					"account_id": text("Whose it is."), "organization_arn": text("The organization that it is of, else empty."),
					"state": text("`ACTIVE`, `CUSTOMER_TERMINATED` or `AWS_TERMINATED`."), "type": text("`DEFAULT`, `MODIFIED` or `CUSTOM`."),
					"effective_from": text("When it began, RFC 3339; null where it is not told."), "effective_until": text("When it ends or ended; null: no end is set."),
					"in_force": yes("Whether it is in force now."), "business_associate": yes("Whether its name holds `name_contains`."),
				}},
			},
		},
	}
}

// Read asks AWS Artifact.
func (d *agreementDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m agreementDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	clients, err := d.settings.connection.Open(ctx)
	if err != nil {
		resp.Diagnostics.AddError("AWS cannot be reached", "To ask which agreements hold, the provider needs credentials of the account: "+err.Error())
		return
	}
	m.AccountID = types.StringValue(clients.Account)
	m.Active, m.Known = types.BoolValue(false), types.BoolValue(false)
	unknown := func(why, todo string) {
		m.Reason = types.StringValue("It is not known whether a business associate agreement is in force: " + why)
		resp.Diagnostics.AddWarning("It is not known whether a BAA is in force", why+" That is taken for no: active is false. "+todo)
	}
	if clients.Artifact == nil {
		unknown("AWS Artifact has no API in this partition.", "Look into the console of AWS Artifact, and leave this data source out here.")
	} else {
		list, err := clients.Artifact.Agreements(ctx)
		switch {
		case artifact.Denied(err):
			unknown("The credentials may not ask AWS Artifact ("+err.Error()+").",
				"Allow artifact:ListCustomerAgreements on * to whoever plans, or let an account that may ask tell it.")
		case err != nil:
			resp.Diagnostics.AddError("AWS Artifact did not answer", err.Error())
			return
		default:
			m.take(list, now())
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// take says what the agreements mean at a time.
func (m *agreementDataModel) take(list []artifact.Agreement, at time.Time) {
	words := cmp.Or(m.NameContains.ValueString(), baaWords)
	m.Known, m.Agreements = types.BoolValue(true), []agreementModel{}
	found, since := "", time.Time{}
	for _, a := range list {
		one := agreementModel{
			Name: a.Name, ARN: a.ARN, AgreementARN: a.AgreementARN, AccountID: a.Account, OrganizationARN: a.Organization, State: a.State, Type: a.Type,
			EffectiveFrom: stamp(a.From), EffectiveUntil: stamp(a.Until), InForce: a.InForce(at), BAA: a.BAA(words),
		}
		m.Agreements = append(m.Agreements, one)
		switch {
		case one.BAA && one.InForce:
			m.Active = types.BoolValue(true)
			if since.IsZero() || a.From.Before(since) {
				since = a.From
				m.Reason = types.StringValue(fmt.Sprintf("%q is in force since %s.", a.Name, since.Format(time.DateOnly)))
			}
		case one.BAA:
			found = fmt.Sprintf("%q is not in force: its state is %s, it holds from %s%s.", a.Name, a.State, dayOr(a.From, "an unknown day"), until(a.Until))
		}
	}
	m.EffectiveFrom = stamp(since)
	if !m.Active.ValueBool() {
		m.Reason = types.StringValue(cmp.Or(found, fmt.Sprintf("AWS Artifact lists %d agreements, and none has %q in its name. Accept the business associate addendum in AWS Artifact.", len(list), words)))
	}
}

// stamp is a time in state, null where it is zero.
func stamp(t time.Time) types.String {
	if t.IsZero() {
		return types.StringNull()
	}
	return types.StringValue(t.UTC().Format(time.RFC3339))
}

func dayOr(t time.Time, otherwise string) string {
	if t.IsZero() {
		return otherwise
	}
	return t.UTC().Format(time.DateOnly)
}

func until(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return " until " + t.UTC().Format(time.DateOnly)
}
