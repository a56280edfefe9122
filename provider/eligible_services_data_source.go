// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

var _ datasource.DataSource = (*eligibleServicesDataSource)(nil)

// eligibleServicesDataSource is AWS's list of HIPAA eligible services.
type eligibleServicesDataSource struct{}

func newEligibleServicesDataSource() datasource.DataSource { return &eligibleServicesDataSource{} }

type eligibleServicesModel struct {
	AsOf     string                 `tfsdk:"as_of"`
	Services []eligibleServiceModel `tfsdk:"services"`
	Prefixes []string               `tfsdk:"prefixes"`
}

type eligibleServiceModel struct {
	Name     string   `tfsdk:"name"`
	Prefixes []string `tfsdk:"prefixes"`
	Status   string   `tfsdk:"status"`
	Note     string   `tfsdk:"note"`
}

// Metadata names the data source.
func (d *eligibleServicesDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName + "_eligible_services"
}

// Schema describes the list.
func (d *eligibleServicesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	texts := func(description string) schema.ListAttribute {
		return schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "AWS's list of HIPAA eligible services, as it is embedded in the provider. It needs no AWS credentials. Eligible means that PHI may be processed there under a business associate agreement with AWS; it does not mean that a use of it is compliant.",
		Attributes: map[string]schema.Attribute{
			"as_of":    text("Day of the list."),
			"prefixes": texts("Prefixes of the actions of all services that are listed."),
			"services": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "The services, and some that are known not to be on the list.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"name": text("Name of the service."), "prefixes": texts("Prefixes of its actions. AWS publishes no mapping; this one is a judgement."),
					"status": text("`listed`, `tooling` (not on the list, and normally without PHI, as IAM itself) or `not-listed`."), "note": text("What the list excludes, and what the mapping leaves open."),
				}},
			},
		},
	}
}

// Read gives the list.
func (d *eligibleServicesDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	list, asOf := reference.EligibleServices()
	m := eligibleServicesModel{AsOf: asOf.Format("2006-01-02"), Services: []eligibleServiceModel{}, Prefixes: []string{}}
	for _, s := range list {
		m.Services = append(m.Services, eligibleServiceModel{Name: s.Service, Prefixes: append([]string{}, s.Prefixes...), Status: s.Status.String(), Note: s.Note})
		if s.Status == reference.Listed {
			m.Prefixes = append(m.Prefixes, s.Prefixes...)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
