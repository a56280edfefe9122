// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

var _ datasource.DataSource = (*controlTowerControlsDataSource)(nil)

// controlTowerControlsDataSource lists controls of AWS Control Tower.
type controlTowerControlsDataSource struct{}

func newControlTowerControlsDataSource() datasource.DataSource {
	return &controlTowerControlsDataSource{}
}

type controlTowerControlsModel struct {
	Region    types.String `tfsdk:"region"`
	Partition types.String `tfsdk:"partition"`
	Citations []string     `tfsdk:"citations"`
	Behavior  types.String `tfsdk:"behavior"`

	Controls    []controlTowerControlModel `tfsdk:"controls"`
	Identifiers []string                   `tfsdk:"identifiers"`
	AsOf        types.String               `tfsdk:"as_of"`
}

type controlTowerControlModel struct {
	Control    string       `tfsdk:"control"`
	Identifier types.String `tfsdk:"identifier"`
	Title      string       `tfsdk:"title"`
	Behavior   string       `tfsdk:"behavior"`
	Guidance   string       `tfsdk:"guidance"`
	Citations  []string     `tfsdk:"citations"`
	Guardrail  types.String `tfsdk:"guardrail"`
}

// Metadata names the data source.
func (d *controlTowerControlsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName + "_control_tower_controls"
}

// Schema describes the data source.
func (d *controlTowerControlsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	texts := func(description string) schema.ListAttribute {
		return schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Controls of AWS Control Tower that serve provisions of 45 CFR 164, with the identifiers by which `aws_controltower_control` takes them. Which control serves which provision is a judgement. It needs no AWS credentials.",
		Attributes: map[string]schema.Attribute{
			"region":    schema.StringAttribute{Required: true, MarkdownDescription: "Home Region of Control Tower, of which the identifiers are."},
			"partition": schema.StringAttribute{Optional: true, MarkdownDescription: "Partition of AWS. By default `aws`."},
			"citations": schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Only controls that serve one of these sections, as in `164.312(b)`."},
			"behavior":  schema.StringAttribute{Optional: true, Validators: []validator.String{stringvalidator.OneOf("preventive", "detective")}, MarkdownDescription: "Only `preventive` or only `detective` controls."},
			"controls": schema.ListNestedAttribute{Computed: true, MarkdownDescription: "The controls.", NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"control":    text("AWS's name of the control."),
				"identifier": text("ARN by which the API takes it. Null for a mandatory one, which Control Tower enables itself, and for one that AWS gave a number of its own in each Region: look that up in the Control Catalog."),
				"title":      text("What it does."), "behavior": text("`preventive` or `detective`."), "guidance": text("`mandatory`, `strongly recommended` or `elective`."),
				"citations": texts("Sections of 45 CFR that it serves."), "guardrail": text("Guardrail of `hipaa_guardrail_policy_document` that is about the same; null where there is none."),
			}}},
			"identifiers": texts("Identifiers of the controls that have one, for `for_each`."),
			"as_of":       text("Day as of which the controls are known."),
		},
	}
}

// Read lists the controls.
func (d *controlTowerControlsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m controlTowerControlsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	for i, c := range m.Citations {
		if known, ok := reference.LookupCitation(c); ok {
			m.Citations[i] = known.Citation
		} else {
			resp.Diagnostics.AddAttributeError(path.Root("citations").AtListIndex(i), "Unknown citation", "There is no provision "+c+"; write section and paragraphs, such as 164.312(a)(1).")
		}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	partition := m.Partition.ValueString()
	if partition == "" {
		partition = "aws"
	}
	list, asOf := reference.ControlTowerControls()
	m.Controls, m.Identifiers, m.AsOf = []controlTowerControlModel{}, []string{}, types.StringValue(asOf.Format("2006-01-02"))
	for _, c := range list {
		serves := m.Citations == nil || slices.ContainsFunc(c.Citations, func(s string) bool { return slices.Contains(m.Citations, s) })
		if !serves || !m.Behavior.IsNull() && m.Behavior.ValueString() != c.Behavior {
			continue
		}
		one := controlTowerControlModel{Control: c.Control, Title: c.Title, Behavior: c.Behavior, Guidance: c.Guidance, Citations: c.Citations, Guardrail: optionalText(c.Guardrail)}
		if arn, ok := c.ARN(partition, m.Region.ValueString()); ok {
			one.Identifier = types.StringValue(arn)
			m.Identifiers = append(m.Identifiers, arn)
		}
		m.Controls = append(m.Controls, one)
	}
	// What stands in the configuration is kept as it is written there.
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("citations"), &m.Citations)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
