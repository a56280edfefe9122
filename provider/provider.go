// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/connection"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/live"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// Address is where the provider is published.
const Address = "registry.terraform.io/hipaa-iam/hipaa"

// typeName is the prefix of all resources, data sources and provider settings.
const typeName = "hipaa"

var (
	_ provider.Provider                  = (*Provider)(nil)
	_ provider.ProviderWithFunctions     = (*Provider)(nil)
	_ provider.ProviderWithListResources = (*Provider)(nil)
)

// Provider is the Terraform provider.
type Provider struct {
	version string
	// patience replaces the waiting times of the life cycle in tests.
	patience *iamrole.Patience
	// configured are the settings that Configure has read.
	configured atomic.Pointer[settings]
	// livePatience does so for reports about the account.
	livePatience *live.Patience
}

// New returns a function that makes the provider. The version is the program's.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &Provider{version: version} }
}

// settings are what resources and data sources get from the configured provider.
type settings struct {
	connection  *connection.Connection
	config      *config.Config
	defaultTags map[string]string
	ignore      ignoredTags
	defaults    roleDefaults
	// account is the role's, where the configuration tells it without asking AWS.
	account  string
	patience iamrole.Patience
	// livePatience is how long to wait for reports about the account.
	livePatience live.Patience
}

// roleDefaults are arguments of roles that the provider's configuration gives.
type roleDefaults struct {
	path, boundary, owner, reviewBy, justification string
}

// Metadata names the provider.
func (p *Provider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = typeName
	resp.Version = p.version
}

// Resources returns one resource for each role template of the catalogue, and
// the others.
func (p *Provider) Resources(context.Context) []func() resource.Resource {
	out := []func() resource.Resource{newOwnRoleResource, newBoundaryResource, newPasswordResource}
	for _, t := range template.Catalogue().Roles() {
		out = append(out, func() resource.Resource { return newRoleResource(t) })
	}
	return out
}

// ListResources returns those that find roles and boundaries for `terraform query`.
func (p *Provider) ListResources(context.Context) []func() list.ListResource {
	out := []func() list.ListResource{newOwnRoleList, newBoundaryList}
	for _, t := range template.Catalogue().Roles() {
		out = append(out, func() list.ListResource { return newRoleList(t) })
	}
	return out
}

// DataSources returns the provider's data sources.
func (p *Provider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		newRoleTemplatesDataSource,
		newRolePolicyDocumentDataSource,
		newEligibleServicesDataSource,
		newAgreementDataSource,
		newAccessReviewDataSource,
		newGuardrailPolicyDocumentDataSource,
		newKMSKeyPolicyDocumentDataSource,
		newStorePolicyDocumentDataSource,
		newAuditAlarmsDataSource,
		newControlTowerControlsDataSource,
	}
}

// Functions returns the provider's functions.
func (p *Provider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{newPolicyFindingsFunction, newPolicyAllowsFunction, newGrantsNewAccessFunction, newIsEligibleServiceFunction}
}
