// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/connection"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/live"
)

// model is the provider's configuration as it comes.
type model struct {
	Region                    types.String       `tfsdk:"region"`
	Profile                   types.String       `tfsdk:"profile"`
	AccessKey                 types.String       `tfsdk:"access_key"`
	SecretKey                 types.String       `tfsdk:"secret_key"`
	Token                     types.String       `tfsdk:"token"`
	SharedConfigFiles         types.List         `tfsdk:"shared_config_files"`
	SharedCredentialsFiles    types.List         `tfsdk:"shared_credentials_files"`
	RetryMode                 types.String       `tfsdk:"retry_mode"`
	MaxRetries                types.Int64        `tfsdk:"max_retries"`
	UseFIPSEndpoint           types.Bool         `tfsdk:"use_fips_endpoint"`
	UseDualStackEndpoint      types.Bool         `tfsdk:"use_dualstack_endpoint"`
	HTTPProxy                 types.String       `tfsdk:"http_proxy"`
	HTTPSProxy                types.String       `tfsdk:"https_proxy"`
	NoProxy                   types.String       `tfsdk:"no_proxy"`
	Insecure                  types.Bool         `tfsdk:"insecure"`
	AllowedAccountIDs         types.Set          `tfsdk:"allowed_account_ids"`
	ForbiddenAccountIDs       types.Set          `tfsdk:"forbidden_account_ids"`
	SkipCredentialsValidation types.Bool         `tfsdk:"skip_credentials_validation"`
	SkipRequestingAccountID   types.Bool         `tfsdk:"skip_requesting_account_id"`
	ConfigFile                types.String       `tfsdk:"config_file"`
	AssumeRole                []assumeRoleModel  `tfsdk:"assume_role"`
	WebIdentity               []webIdentityModel `tfsdk:"assume_role_with_web_identity"`
	Endpoints                 []endpointsModel   `tfsdk:"endpoints"`
	DefaultTags               []defaultTagsModel `tfsdk:"default_tags"`
	IgnoreTags                []ignoreTagsModel  `tfsdk:"ignore_tags"`
	RoleDefaults              []defaultsModel    `tfsdk:"role_defaults"`
}

type assumeRoleModel struct {
	RoleARN           types.String `tfsdk:"role_arn"`
	SessionName       types.String `tfsdk:"session_name"`
	ExternalID        types.String `tfsdk:"external_id"`
	Duration          types.String `tfsdk:"duration"`
	Policy            types.String `tfsdk:"policy"`
	PolicyARNs        types.List   `tfsdk:"policy_arns"`
	SourceIdentity    types.String `tfsdk:"source_identity"`
	Tags              types.Map    `tfsdk:"tags"`
	TransitiveTagKeys types.List   `tfsdk:"transitive_tag_keys"`
}

type webIdentityModel struct {
	RoleARN     types.String `tfsdk:"role_arn"`
	SessionName types.String `tfsdk:"session_name"`
	Duration    types.String `tfsdk:"duration"`
	Policy      types.String `tfsdk:"policy"`
	PolicyARNs  types.List   `tfsdk:"policy_arns"`
	Token       types.String `tfsdk:"web_identity_token"`
	TokenFile   types.String `tfsdk:"web_identity_token_file"`
}

type endpointsModel struct {
	IAM      types.String `tfsdk:"iam"`
	STS      types.String `tfsdk:"sts"`
	Artifact types.String `tfsdk:"artifact"`
}

type defaultTagsModel struct {
	Tags types.Map `tfsdk:"tags"`
}

type ignoreTagsModel struct {
	Keys        types.Set `tfsdk:"keys"`
	KeyPrefixes types.Set `tfsdk:"key_prefixes"`
}

type defaultsModel struct {
	Path                types.String `tfsdk:"path"`
	PermissionsBoundary types.String `tfsdk:"permissions_boundary"`
	Owner               types.String `tfsdk:"owner"`
	ReviewBy            types.String `tfsdk:"review_by"`
	Justification       types.String `tfsdk:"justification"`
}

// Configure reads the configuration. It asks nothing of AWS.
func (p *Provider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r := &reader{ctx: ctx, diags: &resp.Diagnostics}
	s := &settings{
		connection: connection.New(r.connection(&m, p.version)),
		patience:   iamrole.DefaultPatience, livePatience: live.DefaultPatience,
	}
	if p.patience != nil {
		s.patience = *p.patience
	}
	if p.livePatience != nil {
		s.livePatience = *p.livePatience
	}
	if allowed := r.set(m.AllowedAccountIDs); len(allowed) == 1 {
		s.account = allowed[0]
	}
	for _, t := range m.DefaultTags {
		s.defaultTags = r.tags(t.Tags)
		if len(s.defaultTags) != len(t.Tags.Elements()) || t.Tags.IsUnknown() {
			resp.Diagnostics.AddAttributeError(path.Root("default_tags").AtListIndex(0).AtName("tags"), "Unknown default tag",
				"What a role is made of must be known while planning: set default tags to known values.")
		}
	}
	for _, t := range m.IgnoreTags {
		s.ignore = ignoredTags{keys: r.set(t.Keys), prefixes: r.set(t.KeyPrefixes)}
	}
	for _, d := range m.RoleDefaults {
		s.defaults = roleDefaults{
			path: d.Path.ValueString(), boundary: d.PermissionsBoundary.ValueString(), owner: d.Owner.ValueString(),
			reviewBy: d.ReviewBy.ValueString(), justification: d.Justification.ValueString(),
		}
		for name, v := range map[string]types.String{
			"path": d.Path, "permissions_boundary": d.PermissionsBoundary, "owner": d.Owner, "review_by": d.ReviewBy, "justification": d.Justification,
		} {
			if v.IsUnknown() {
				resp.Diagnostics.AddAttributeError(path.Root("role_defaults").AtListIndex(0).AtName(name), "Unknown default",
					"What a role is made of must be known while planning: set "+name+" to a known value, or set it in each role.")
			}
		}
	}
	s.config = r.file(m.ConfigFile)
	resp.ResourceData, resp.DataSourceData, resp.ListResourceData = s, s, s
	if !resp.Diagnostics.HasError() {
		p.configured.Store(s)
	}
}

// reader turns configuration values into plain ones and collects what is wrong.
type reader struct {
	ctx   context.Context //nolint:containedctx // lives as long as one call
	diags *diag.Diagnostics
}

func (r *reader) list(v types.List) []string {
	var out []string
	if !v.IsNull() && !v.IsUnknown() {
		r.diags.Append(v.ElementsAs(r.ctx, &out, false)...)
	}
	return out
}

func (r *reader) set(v types.Set) []string {
	var out []string
	if !v.IsNull() && !v.IsUnknown() {
		r.diags.Append(v.ElementsAs(r.ctx, &out, false)...)
	}
	return out
}

// tags leaves out those whose value is unknown.
func (r *reader) tags(v types.Map) map[string]string {
	out := map[string]string{}
	for k, e := range v.Elements() {
		if s, ok := e.(types.String); ok && !s.IsNull() && !s.IsUnknown() {
			out[k] = s.ValueString()
		}
	}
	return out
}

// duration has been checked by the schema.
func (r *reader) duration(v types.String) time.Duration {
	d, err := time.ParseDuration(v.ValueString())
	if err != nil {
		return 0
	}
	return d
}

func (r *reader) connection(m *model, version string) connection.Settings {
	s := connection.Settings{
		Region: m.Region.ValueString(), Profile: m.Profile.ValueString(), AccessKey: m.AccessKey.ValueString(),
		SecretKey: m.SecretKey.ValueString(), Token: m.Token.ValueString(),
		SharedConfigFiles: r.list(m.SharedConfigFiles), SharedCredentialsFiles: r.list(m.SharedCredentialsFiles),
		RetryMode: m.RetryMode.ValueString(), UseFIPS: m.UseFIPSEndpoint.ValueBool(), UseDualStack: m.UseDualStackEndpoint.ValueBool(),
		HTTPProxy: m.HTTPProxy.ValueString(), HTTPSProxy: m.HTTPSProxy.ValueString(), NoProxy: m.NoProxy.ValueString(),
		Insecure: m.Insecure.ValueBool(), AllowedAccounts: r.set(m.AllowedAccountIDs), ForbidAccounts: r.set(m.ForbiddenAccountIDs),
		SkipCredentialsValidation: m.SkipCredentialsValidation.ValueBool(),
		SkipRequestingAccountID:   m.SkipRequestingAccountID.ValueBool(), Version: version,
	}
	if !m.MaxRetries.IsNull() && !m.MaxRetries.IsUnknown() {
		n := int(m.MaxRetries.ValueInt64())
		s.MaxRetries = &n
	}
	for _, e := range m.Endpoints {
		s.IAMEndpoint, s.STSEndpoint, s.ArtifactEndpoint = e.IAM.ValueString(), e.STS.ValueString(), e.Artifact.ValueString()
	}
	for _, a := range m.AssumeRole {
		s.AssumeRole = append(s.AssumeRole, connection.AssumeRole{
			RoleARN: a.RoleARN.ValueString(), SessionName: a.SessionName.ValueString(), ExternalID: a.ExternalID.ValueString(),
			Policy: a.Policy.ValueString(), SourceIdentity: a.SourceIdentity.ValueString(), Duration: r.duration(a.Duration),
			PolicyARNs: r.list(a.PolicyARNs), TransitiveTagKeys: r.list(a.TransitiveTagKeys), Tags: r.tags(a.Tags),
		})
	}
	for _, w := range m.WebIdentity {
		s.WebIdentity = &connection.WebIdentity{
			RoleARN: w.RoleARN.ValueString(), SessionName: w.SessionName.ValueString(), Policy: w.Policy.ValueString(),
			Token: w.Token.ValueString(), TokenFile: w.TokenFile.ValueString(), Duration: r.duration(w.Duration), PolicyARNs: r.list(w.PolicyARNs),
		}
	}
	return s
}

// file reads the configuration of the rules. Its mistakes are the provider's.
func (r *reader) file(v types.String) *config.Config {
	at := path.Root("config_file")
	if v.IsUnknown() {
		r.diags.AddAttributeError(at, "Unknown configuration file", "The rules must be known while planning: set config_file to a known path.")
		return nil
	}
	if v.IsNull() || v.ValueString() == "" {
		return nil
	}
	c, diags := loadConfig(v.ValueString())
	for _, d := range diags {
		detail := d.Detail
		if d.Subject != nil {
			detail = d.Subject.String() + ": " + detail
		}
		if d.Severity == 1 {
			r.diags.AddAttributeError(at, d.Summary, detail)
		} else {
			r.diags.AddAttributeWarning(at, d.Summary, detail)
		}
	}
	return c
}
