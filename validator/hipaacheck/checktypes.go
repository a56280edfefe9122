// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"sync"

	"github.com/agext/levenshtein"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan/bearers"
)

// knownTypes are resource types that rules look at: of those a misspelt one is
// noticed. Any other may be a type all the same, of whatever provider.
var knownTypes = sync.OnceValue(func() []string {
	out := slices.Concat(bearers.Types(), bearers.Holders(), safeguard.ResourceTypes(), []string{
		"aws_iam_access_key", "aws_iam_account_password_policy", "aws_iam_group", "aws_iam_group_membership", "aws_iam_group_policy_attachment",
		"aws_iam_instance_profile", "aws_iam_openid_connect_provider", "aws_iam_policy_attachment", "aws_iam_role", "aws_iam_role_policy_attachment",
		"aws_iam_saml_provider", "aws_iam_server_certificate", "aws_iam_service_linked_role", "aws_iam_signing_certificate", "aws_iam_user",
		"aws_iam_user_group_membership", "aws_iam_user_login_profile", "aws_iam_user_policy_attachment", "aws_iam_user_ssh_key", "aws_iam_virtual_mfa_device",
	})
	slices.Sort(out)
	return slices.Compact(out)
})

// nearestType returns the resource type that a misspelt one most likely means,
// or "". Short names that are near one another are often both right.
func nearestType(name string) string {
	const edits, short = 2, 10
	if len(name) < short || slices.Contains(knownTypes(), name) {
		return ""
	}
	best, least := "", edits+1
	for _, known := range knownTypes() {
		if n := levenshtein.Distance(name, known, nil); n < least {
			best, least = known, n
		}
	}
	return best
}

// sayTypes tells of checks whose resource types look misspelt: such a check is
// evaluated for nothing, which nobody would notice.
func (a *app) sayTypes(cfg *config.Config) {
	if cfg == nil {
		return
	}
	for _, c := range cfg.Checks {
		for _, name := range c.Resources {
			if near := nearestType(name); near != "" {
				a.say(fmt.Sprintf("Note: %s line %d: the check %q is for the resource type %q, which is not known here. Did you mean %q?\n",
					filepath.ToSlash(c.Range.Filename), c.Range.Start.Line, c.Name, name, near))
			}
		}
	}
}
