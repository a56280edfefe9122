// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Schema describes the provider's configuration, which has the vocabulary of
// the AWS provider.
func (p *Provider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	one := []validator.List{listvalidator.SizeAtMost(1)}
	resp.Schema = schema.Schema{
		MarkdownDescription: "IAM roles for health care on AWS, each with the safeguards of the HIPAA Security Rule built in. " +
			"A plan shows every policy and is checked against the rules that `hipaacheck` uses; it needs no AWS credentials for roles that do not exist yet. " +
			"The connection to AWS is configured as that of the [AWS provider](https://registry.terraform.io/providers/hashicorp/aws/latest/docs), under the same names.",
		Attributes: map[string]schema.Attribute{
			"region":                   text("AWS Region. IAM is global; the Region says which partition is meant. By default the environment's, as `AWS_REGION`."),
			"profile":                  text("Profile of the shared configuration files."),
			"access_key":               text("Access key. Better leave credentials to the environment."),
			"secret_key":               schema.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: "Secret key. Better leave credentials to the environment."},
			"token":                    schema.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: "Session token."},
			"shared_config_files":      texts("Shared configuration files. By default `~/.aws/config`."),
			"shared_credentials_files": texts("Shared credentials files. By default `~/.aws/credentials`."),
			"retry_mode": schema.StringAttribute{
				Optional: true, MarkdownDescription: "How requests are repeated: `standard` or `adaptive`.",
				Validators: []validator.String{stringvalidator.OneOf("standard", "adaptive")},
			},
			"max_retries": schema.Int64Attribute{
				Optional: true, MarkdownDescription: "How often a request is repeated. By default 25 times.",
				Validators: []validator.Int64{int64validator.Between(0, 100)},
			},
			"use_fips_endpoint":      flag("Whether endpoints with FIPS 140 cryptography are used."),
			"use_dualstack_endpoint": flag("Whether dual-stack endpoints are used."),
			"http_proxy":             text("URL of the proxy for HTTP, and for HTTPS where `https_proxy` is not set."),
			"https_proxy":            text("URL of the proxy for HTTPS."),
			"no_proxy":               text("Hosts, separated by commas, that are reached without a proxy."),
			"insecure":               flag("Whether certificates go unchecked. Never use it with real credentials."),
			"allowed_account_ids": schema.SetAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "The only AWS accounts that may be worked in. A single one also tells the account while planning without credentials.",
				Validators:          []validator.Set{setvalidator.ConflictsWith(path.MatchRoot("forbidden_account_ids")), setvalidator.ValueStringsAre(accountID)},
			},
			"forbidden_account_ids": schema.SetAttribute{
				Optional: true, ElementType: types.StringType, MarkdownDescription: "AWS accounts that may not be worked in.",
				Validators: []validator.Set{setvalidator.ValueStringsAre(accountID)},
			},
			"skip_credentials_validation": flag("Whether STS is not asked if the credentials work."),
			"skip_requesting_account_id":  flag("Whether STS is not asked whose the credentials are."),
			"config_file": text("The configuration file of `hipaacheck`, usually `.hipaacheck.hcl`. Rules, waivers and limits in it hold for plans made with this provider as well. " +
				"A relative path is taken from the working directory; `${path.root}/.hipaacheck.hcl` is safer."),
		},
		Blocks: map[string]schema.Block{
			"assume_role":                   schema.ListNestedBlock{MarkdownDescription: "A role to assume; several are assumed one after the other.", NestedObject: schema.NestedBlockObject{Attributes: assumeRoleAttributes()}},
			"assume_role_with_web_identity": schema.ListNestedBlock{MarkdownDescription: "A role to assume with a token of an identity provider.", NestedObject: schema.NestedBlockObject{Attributes: webIdentityAttributes()}, Validators: one},
			"endpoints": schema.ListNestedBlock{
				MarkdownDescription: "Endpoints to use instead of AWS's own.", Validators: one,
				NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
					"iam": text("URL of the IAM endpoint."), "sts": text("URL of the STS endpoint."), "artifact": text("URL of the AWS Artifact endpoint."),
				}},
			},
			"default_tags": schema.ListNestedBlock{
				MarkdownDescription: "Tags of all resources.", Validators: one,
				NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
					"tags": schema.MapAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "The tags. A resource's own tag of the same key wins."},
				}},
			},
			"ignore_tags": schema.ListNestedBlock{
				MarkdownDescription: "Tags that others set and that are left as they are.", Validators: one,
				NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
					"keys":         schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Keys."},
					"key_prefixes": schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Beginnings of keys."},
				}},
			},
			"role_defaults": schema.ListNestedBlock{
				MarkdownDescription: "Arguments of all roles that do not set them themselves.", Validators: one,
				NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
					"path":                 schema.StringAttribute{Optional: true, MarkdownDescription: "Path of the roles.", Validators: pathValidators()},
					"permissions_boundary": schema.StringAttribute{Optional: true, MarkdownDescription: "ARN of the permissions boundary.", Validators: boundaryValidators()},
					"owner":                schema.StringAttribute{Optional: true, MarkdownDescription: "Who answers for the roles.", Validators: tagValueValidators()},
					"review_by":            schema.StringAttribute{Optional: true, MarkdownDescription: "Day by which access is reviewed, `YYYY-MM-DD`.", Validators: dateValidators()},
					"justification":        schema.StringAttribute{Optional: true, MarkdownDescription: "Why the roles are needed.", Validators: justificationValidators()},
				}},
			},
		},
	}
}

func assumeRoleAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"role_arn":            schema.StringAttribute{Required: true, MarkdownDescription: "ARN of the role."},
		"session_name":        text("Name of the session, which audit records show."),
		"external_id":         text("External ID, where the role asks for one."),
		"duration":            schema.StringAttribute{Optional: true, MarkdownDescription: "Length of the session, as `1h30m`.", Validators: []validator.String{durationValidator{}}},
		"policy":              text("Policy that limits the session, as JSON."),
		"policy_arns":         texts("ARNs of managed policies that limit the session."),
		"source_identity":     text("Source identity of the session."),
		"tags":                schema.MapAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Tags of the session."},
		"transitive_tag_keys": texts("Keys of tags that go on to further roles."),
	}
}

func webIdentityAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"role_arn":                schema.StringAttribute{Required: true, MarkdownDescription: "ARN of the role."},
		"session_name":            text("Name of the session, which audit records show."),
		"duration":                schema.StringAttribute{Optional: true, MarkdownDescription: "Length of the session, as `1h30m`.", Validators: []validator.String{durationValidator{}}},
		"policy":                  text("Policy that limits the session, as JSON."),
		"policy_arns":             texts("ARNs of managed policies that limit the session."),
		"web_identity_token":      schema.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: "The token."},
		"web_identity_token_file": text("File that holds the token."),
	}
}

func text(description string) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, MarkdownDescription: description}
}

func flag(description string) schema.BoolAttribute {
	return schema.BoolAttribute{Optional: true, MarkdownDescription: description}
}

func texts(description string) schema.ListAttribute {
	return schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: description}
}
