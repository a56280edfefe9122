// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
)

// trustOIDCUnscoped is broken where a web identity that the trust does not name
// may become the role: for an issuer that many organisations share, a token of
// an owner who is not named (critical), of a repository that is not named
// (medium), or of a branch that is not named (low); for an EKS cluster, a token
// of any service account, and for any other provider, a token with the claims
// of anybody (high). Where an issuer is an organisation's own at a service that runs
// pipelines, a token of a project that is not named is medium; a guest of a Cognito
// identity pool is high for a role that reaches PHI or can change IAM or audit.
var _ = register(&Rule{
	Name:     "trust-oidc-unscoped",
	Title:    "Web identities that nobody has named may assume the role",
	Severity: critical,
	Description: "GitHub, GitLab and other issuers give tokens to whoever has an account with them, so that without a condition on the subject a stranger's pipeline can become the role. " +
		"Nobody has verified who they are, and no business associate contract binds them.",
	Citations: []string{"164.312(d)", "164.312(a)(2)(i)", "164.308(b)(1)"},
	NIST:      []string{"AC-3", "IA-2", "IA-8", "IA-9"},
	Fix: "Pin the claims with StringEquals: for GitHub <issuer>:sub = \"repo:OWNER/REPOSITORY:environment:NAME\", for EKS \"system:serviceaccount:NAMESPACE:NAME\", " +
		"for Cognito cognito-identity.amazonaws.com:aud = the identity pool; no wildcard in owner, repository or branch.",
	Bad: `resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" } }
    }]
  })
}`,
	Good: `resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:example/records:environment:production"
        }
      }
    }]
  })
}`,
	here: withSubject,
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range trusts(side) {
			var worst *violation
			for _, o := range c.oidcOpenings(side, p, func(a decide.Answer) { c.unsure(side, "trust-oidc-unscoped", p, a) }) {
				if worst == nil || o.severity > worst.severity {
					worst = trustViolation(p, o.question, o.answer, fmt.Sprintf("%s may assume the %s.", o.message, p.Label()))
					worst.severity = o.severity
				}
			}
			if worst != nil {
				out = append(out, worst)
			}
		}
		return out
	},
	worse: func(c *checker, before, after *violation) bool {
		return slices.ContainsFunc(c.oidcOpenings(c.change.After, after.principal, nil), func(o answered) bool {
			return trustsMore(before, after, o.question)
		})
	},
})

// answered is an opening that is there.
type answered struct {
	opening
	answer decide.Answer
}

// oidcOpenings returns the gravest opening of each provider that a trust lets
// in. What cannot be decided is given to unsure.
func (c *checker) oidcOpenings(side *account.Account, p *account.Principal, unsure func(decide.Answer)) []answered {
	var out []answered
	providers := webProviders(side, p.Trust.Policy)
	for _, id := range slices.Sorted(maps.Keys(providers)) {
		for _, o := range openings(p.Trust.Policy, id, providers[id]) {
			a := decide.DocumentGrants(p.Trust.Policy, o.question, decide.Options{})
			if a.Result == decide.Undetermined && unsure != nil {
				unsure(a)
			}
			if a.Result == decide.Yes {
				if f := c.factsOf(side, p); o.severity == 0 && (f.phi() || f.iam() || f.audit()) {
					o.severity = high
				} else if o.severity == 0 {
					o.severity = low
				}
				out = append(out, answered{o, a})
			}
			if a.Result != decide.No {
				break
			}
		}
	}
	return out
}
