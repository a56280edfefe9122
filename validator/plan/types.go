// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"strings"
	"sync"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan/bearers"
)

// relevant reports whether rules look at this resource's values.
func relevant(rc *tfjson.ResourceChange) bool {
	if rc.Mode == tfjson.DataResourceMode {
		return rc.Type == policyDocumentType
	}
	if rc.Mode != tfjson.ManagedResourceMode {
		return false
	}
	return wanted()[rc.Type] || isIAM(rc.Type)
}

// wanted are the resource types that are read out of a plan: what holds a policy
// or does the work of one, on what policies bear, what holds data, and what rules
// look at.
var wanted = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{trailType: true, ccMembership: true}
	for _, list := range [][]string{bearers.Types(), bearers.Holders(), ruleTypes()} {
		for _, name := range list {
			out[name] = true
		}
	}
	return out
})

// ruleTypes are the resource types of which rules read the arguments.
var ruleTypes = sync.OnceValue(safeguard.ResourceTypes)

// trailType is the audit trail.
const trailType = "aws_cloudtrail"

// policyDocumentType is the data source that shows a document by its statements.
const policyDocumentType = "aws_iam_policy_document"

// isIAM reports whether a type is one of IAM's, of the AWS provider or of this one.
func isIAM(name string) bool {
	return strings.HasPrefix(name, "aws_iam_") || isTemplateRole(name) || name == ownBoundaryType || name == ownPasswordType
}

// What this project's provider makes in IAM, beside a role for each template.
const (
	ownRoleType     = "hipaa_role" // takes a template of one's own as text
	ownBoundaryType = "hipaa_permissions_boundary"
	ownPasswordType = "hipaa_account_password_policy"
)

// isTemplateRole reports whether a type is a role of this project's provider.
func isTemplateRole(name string) bool {
	return name == ownRoleType || strings.HasPrefix(name, "hipaa_") && strings.HasSuffix(name, "_role")
}

// samlProviderType makes a SAML identity provider.
const samlProviderType = "aws_iam_saml_provider"
