// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"maps"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// ownTrust is the statement of a role's trust that a finding is about, as it can
// be rewritten; nil where the configuration does not write it.
func (v *violation) ownTrust() *rewritten {
	if v.principal == nil || v.principal.Trust == nil || v.principal.Trust.Policy == nil || v.document == nil {
		return nil
	}
	d := v.principal.Trust
	for _, s := range d.Policy.Statements {
		if s.Index == v.document.Statement && s.Effect == policy.Allow {
			return rewrite(d, s)
		}
	}
	return nil
}

// others takes services out of a statement that lets others in as well, which
// carry no second factor and no external ID, and returns one for them; or nil.
func (r *rewritten) others() *rewritten {
	services := r.principal["Service"]
	if len(services) == 0 || len(r.principal) == 1 {
		return nil
	}
	out := *r
	out.condition = map[string]map[string][]string{}
	for operator, keys := range r.condition {
		out.condition[operator] = maps.Clone(keys)
	}
	out.principal = map[string][]string{"Service": services}
	delete(r.principal, "Service")
	return &out
}

// withMFA asks for a second factor in the statement that lets people in, or where
// an identity provider does so, says so in the configuration.
func withMFA(_ *checker, v *violation) string {
	r := v.ownTrust()
	if r == nil {
		return ""
	}
	if providers := r.principal["Federated"]; len(providers) > 0 {
		var list []string
		for _, p := range providers {
			list = append(list, fmt.Sprintf("  identity_provider %s { enforces_mfa = true }\n", p))
		}
		if r.failed || !strings.HasPrefix(providers[0], `"arn:`) {
			return ""
		}
		return " Where it asks for one, in the configuration:\n\ntrust {\n" + strings.Join(list, "") + "}"
	}
	others := r.others()
	return instead(r.without("aws:MultiFactorAuthPresent").when("Bool", "aws:MultiFactorAuthPresent", `"true"`), others)
}

// withExternalID asks for an external ID.
func withExternalID(_ *checker, v *violation) string {
	r := v.ownTrust()
	if r == nil {
		return ""
	}
	others := r.others()
	return instead(r.without("sts:ExternalId").when("StringEquals", "sts:ExternalId", `"AN-ID-OF-YOUR-OWN-FOR-THIS-VENDOR"`), others)
}

// withSource asks the service for which account it acts.
func withSource(_ *checker, v *violation) string {
	r := v.ownTrust()
	if r == nil {
		return ""
	}
	number := "data.aws_caller_identity.current.account_id"
	if own := v.principal.Account; own != "" {
		number = hclQuoted(own)
	}
	return instead(r.without("aws:SourceAccount").when("StringEquals", "aws:SourceAccount", number))
}

// subjectForms are subjects of tokens by their issuer. Source: the issuers' own
// documentation on OpenID Connect with AWS.
var subjectForms = []struct{ issuer, audience, subject string }{
	{"token.actions.githubusercontent.com", "sts.amazonaws.com", "repo:ORGANIZATION/REPOSITORY:ref:refs/heads/main"},
	{"gitlab", "https://gitlab.com", "project_path:GROUP/PROJECT:ref_type:branch:ref:main"},
	{"app.terraform.io", "aws.workload.identity", "organization:ORGANIZATION:project:PROJECT:workspace:WORKSPACE:run_phase:apply"},
	{"oidc.eks.", "sts.amazonaws.com", "system:serviceaccount:NAMESPACE:SERVICEACCOUNT"},
	{"oidc.circleci.com/", "ORGANIZATION", "org/ORGANIZATION/project/PROJECT/user/*"},
	{"api.bitbucket.org/", "ari:cloud:bitbucket::workspace/WORKSPACE", "{REPOSITORY}:*"},
	{"agent.buildkite.com", "sts.amazonaws.com", "organization:ORGANIZATION:pipeline:PIPELINE:ref:refs/heads/main:commit:*:step:*"},
}

// withSubject asks for the token's audience and subject.
func withSubject(c *checker, v *violation) string {
	r := v.ownTrust()
	if r == nil || len(r.principal["Federated"]) != 1 {
		return ""
	}
	_, issuer, ok := strings.Cut(strings.Trim(r.principal["Federated"][0], `"`), ":oidc-provider/")
	if !ok { // a provider of the plan
		for _, host := range webProviders(c.change.After, r.in.Policy) {
			if issuer != "" && issuer != host {
				return ""
			}
			issuer = host
		}
	}
	if issuer == "" || strings.ContainsAny(issuer, "*<") {
		return ""
	}
	audience, subject := "sts.amazonaws.com", "SUBJECT"
	for _, f := range subjectForms {
		if strings.Contains(issuer, f.issuer) {
			audience, subject = f.audience, f.subject
		}
	}
	operator := "StringEquals"
	if strings.Contains(subject, "*") {
		operator = "StringLike"
	}
	r.without(issuer+":sub").when(operator, issuer+":sub", hclQuoted(subject))
	if !r.asks(issuer + ":aud") {
		r.when("StringEquals", issuer+":aud", hclQuoted(audience))
	}
	return instead(r)
}

// asks reports whether the statement has a condition on a key.
func (r *rewritten) asks(key string) bool {
	for _, keys := range r.condition {
		for k := range keys {
			if strings.EqualFold(k, key) {
				return true
			}
		}
	}
	return false
}
