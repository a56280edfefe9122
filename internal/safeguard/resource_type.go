// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"
	"strings"

	"github.com/agext/levenshtein"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// misspelledService reports whether a service prefix is written wrong, with the one
// that is most likely meant. AWS adds services, so that one that is near to none is let be.
func misspelledService(name string) (near string, wrong bool) {
	known := reference.Services()
	listed, _ := reference.EligibleServices()
	if slices.Contains(known, name) || slices.ContainsFunc(listed, func(s reference.EligibleService) bool { return slices.Contains(s.Prefixes, name) }) {
		return "", false
	}
	least := 2
	if len(name) > 6 {
		least = 3
	}
	for _, k := range known {
		if n := levenshtein.Distance(name, k, nil); n < least {
			near, least = k, n
		}
	}
	return near, near != ""
}

// ownTypes are the resource types of this project's own provider.
func ownTypes() []string {
	out := []string{"hipaa_role", "hipaa_permissions_boundary", "hipaa_account_password_policy"}
	for _, t := range template.Catalogue().Roles() {
		out = append(out, "hipaa_"+t.Name+"_role")
	}
	return out
}

// cloudControlTypes are those of the Cloud Control provider that checks are most
// likely about.
var cloudControlTypes = []string{
	"awscc_iam_role", "awscc_iam_user", "awscc_iam_group", "awscc_iam_managed_policy", "awscc_iam_role_policy", "awscc_iam_user_policy",
	"awscc_iam_group_policy", "awscc_iam_oidc_provider", "awscc_iam_saml_provider", "awscc_sso_permission_set", "awscc_organizations_policy",
	"awscc_s3_bucket", "awscc_s3_bucket_policy", "awscc_kms_key", "awscc_dynamodb_table", "awscc_secretsmanager_secret", "awscc_cloudtrail_trail",
}

// misspelledType reports whether a resource type is written wrong, with the one that
// is most likely meant. A type that is near to none may be of a provider, or of a
// version of the AWS provider, that is not known here; of this project's provider all
// are known.
func misspelledType(name string) (near string, wrong bool) {
	if strings.HasPrefix(name, "hipaa_") {
		own := ownTypes()
		if slices.Contains(own, name) {
			return "", false
		}
		return config.Nearest(name, own), true
	}
	known := slices.Concat(reference.ResourceTypes(), ResourceTypes(), cloudControlTypes)
	if slices.Contains(known, name) {
		return "", false
	}
	// Short names that are near one another are often both right, and of the Cloud
	// Control provider only some are known.
	least := 3
	switch {
	case len(name) < len("aws_subnet"):
		return "", false
	case strings.HasPrefix(name, "awscc_"):
		least = 2
		known = slices.DeleteFunc(known, func(k string) bool { return !strings.HasPrefix(k, "awscc_") })
	}
	for _, k := range known {
		if n := levenshtein.Distance(name, k, nil); n < least {
			near, least = k, n
		}
	}
	return near, near != ""
}
