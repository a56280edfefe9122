// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/auditalarm"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

var _ datasource.DataSource = (*auditAlarmsDataSource)(nil)

// auditAlarmsDataSource lists metric filters and alarms on the events of a trail.
type auditAlarmsDataSource struct{}

func newAuditAlarmsDataSource() datasource.DataSource { return &auditAlarmsDataSource{} }

type auditAlarmsModel struct {
	Names     []string     `tfsdk:"names"`
	Namespace types.String `tfsdk:"namespace"`
	Prefix    types.String `tfsdk:"name_prefix"`
	Roles     []string     `tfsdk:"break_glass_roles"`
	Users     []string     `tfsdk:"break_glass_users"`

	Alarms map[string]auditAlarmModel `tfsdk:"alarms"`
}

type auditAlarmModel struct {
	Name        string       `tfsdk:"name"`
	Description string       `tfsdk:"description"`
	Pattern     string       `tfsdk:"pattern"`
	MetricName  string       `tfsdk:"metric_name"`
	Namespace   string       `tfsdk:"namespace"`
	MetricValue string       `tfsdk:"metric_value"`
	Comparison  string       `tfsdk:"comparison_operator"`
	Statistic   string       `tfsdk:"statistic"`
	Threshold   int64        `tfsdk:"threshold"`
	Period      int64        `tfsdk:"period"`
	Evaluations int64        `tfsdk:"evaluation_periods"`
	MissingData string       `tfsdk:"treat_missing_data"`
	CIS         types.String `tfsdk:"cis"`
	Citations   []string     `tfsdk:"citations"`
}

// Metadata names the data source.
func (d *auditAlarmsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName + "_audit_alarms"
}

// inPattern are texts that can stand in a filter pattern between quotes.
var inPattern = stringvalidator.RegexMatches(regexp.MustCompile(`^[\w+=,.@:/*-]+$`), "write an ARN or a name; * stands for anything")

// Schema describes the data source.
func (d *auditAlarmsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	number := func(description string) schema.Int64Attribute {
		return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Metric filters and alarms on the log group that gets a trail's events, for `for_each` over `aws_cloudwatch_log_metric_filter` and `aws_cloudwatch_metric_alarm`: those of the CIS AWS Foundations Benchmark 5.0, section 4, and our own for changes to roles and for break-glass access. " +
			"The rule `alarm-missing` is kept by them. It needs no AWS credentials. The events of IAM and of other global services are in the trail's home Region.",
		Attributes: map[string]schema.Attribute{
			"names": schema.ListAttribute{Optional: true, ElementType: types.StringType, Validators: []validator.List{listvalidator.ValueStringsAre(stringvalidator.OneOf(config.Alarms...))},
				MarkdownDescription: "Names of the alarms, as in `audit.alarms` of `.hipaacheck.hcl`. By default all."},
			"namespace":         schema.StringAttribute{Optional: true, MarkdownDescription: "Namespace of the metrics. By default `HipaaAudit`."},
			"name_prefix":       schema.StringAttribute{Optional: true, MarkdownDescription: "Put before the names of metrics and alarms. By default nothing."},
			"break_glass_roles": schema.ListAttribute{Optional: true, ElementType: types.StringType, Validators: []validator.List{listvalidator.ValueStringsAre(inPattern)}, MarkdownDescription: "ARNs of the roles for emergencies, or patterns of them. By default `*break-glass*`, where there are no `break_glass_users` either."},
			"break_glass_users": schema.ListAttribute{Optional: true, ElementType: types.StringType, Validators: []validator.List{listvalidator.ValueStringsAre(inPattern)}, MarkdownDescription: "Names of the users for emergencies, or patterns of them, as in `breakGlassUser0*`."},
			"alarms": schema.MapNestedAttribute{Computed: true, MarkdownDescription: "The alarms by name.", NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"name": text("Name for the filter and the alarm."), "description": text("What it tells of."), "pattern": text("The filter pattern."),
				"metric_name": text("Name of the metric."), "namespace": text("Namespace of the metric."), "metric_value": text("What an event adds to the metric."),
				"comparison_operator": text("How the alarm compares."), "statistic": text("What the alarm compares."), "threshold": number("With what it compares."), "period": number("Length of a period in seconds."),
				"evaluation_periods": number("How many periods it looks at."), "treat_missing_data": text("What a period without events counts for."),
				"cis":       text("Number in the CIS AWS Foundations Benchmark 5.0; null for our own."),
				"citations": schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Sections of 45 CFR that it serves."},
			}}},
		},
	}
}

// longestPattern is the quota of CloudWatch Logs. Source: API reference, PutMetricFilter.
const longestPattern = 1_024

// Read lists the alarms.
func (d *auditAlarmsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m auditAlarmsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	namespace := m.Namespace.ValueString()
	if namespace == "" {
		namespace = "HipaaAudit"
	}
	m.Alarms = map[string]auditAlarmModel{}
	for _, a := range auditalarm.All() {
		if m.Names != nil && !slices.Contains(m.Names, a.Name) {
			continue
		}
		if a.Name == "break-glass-use" {
			a = auditalarm.BreakGlass(m.Roles, m.Users)
			if len(a.Pattern) > longestPattern {
				resp.Diagnostics.AddAttributeError(path.Root("break_glass_roles"), "Too many roles and users",
					fmt.Sprintf("The filter pattern has %d characters, and CloudWatch Logs takes %d: give patterns of the names instead.", len(a.Pattern), longestPattern))
				return
			}
		}
		name := m.Prefix.ValueString() + a.Name
		m.Alarms[a.Name] = auditAlarmModel{
			Name: name, MetricName: name, Namespace: namespace, MetricValue: "1", Pattern: a.Pattern, Description: "Somebody has to know of " + a.What + ".",
			// As the Landing Zone Accelerator for Healthcare has it: any event in five minutes.
			Comparison: "GreaterThanOrEqualToThreshold", Statistic: "Sum", Threshold: 1, Period: 300, Evaluations: 1, MissingData: "notBreaching",
			CIS: optionalText(a.CIS), Citations: a.Citations,
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
