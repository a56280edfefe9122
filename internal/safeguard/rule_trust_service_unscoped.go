// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// sendsSource are the services that send aws:SourceAccount and aws:SourceArn
// when they assume a role, with an ARN of their own in an account of nobody
// named. A service is here only where AWS documents a trust policy with both
// keys; one that is not here is never accused.
// Source: AWS HealthLake developer guide, permissions for import and export
// jobs (trust policy with both keys), as of 2026-11-23.
var sendsSource = map[string]string{
	"healthlake.amazonaws.com": "arn:aws:healthlake:us-east-1:" + decide.Fresh + ":datastore/fhir/" + decide.Fresh,
}

// trustServiceUnscoped is broken where a service that sends the source of its
// request may become the role for an account and a resource that the trust does
// not name.
var _ = register(&Rule{
	Name:     "trust-service-unscoped",
	Title:    "A service may assume the role on behalf of any account",
	Severity: medium,
	Description: "Somebody else who uses the same service can name this role there, and the service then acts on your data for them: the confused deputy. " +
		"The service tells for which account and resource it acts, and the trust does not look.",
	Citations: []string{"164.312(a)(1)", "164.312(d)"},
	NIST:      []string{"AC-3", "AC-4", "IA-9"},
	Fix:       "Add conditions StringEquals on aws:SourceAccount with your account, and ArnEquals on aws:SourceArn with the resource for which the service acts.",
	Bad: `resource "aws_iam_role" "import" {
  name = "import"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "healthlake.amazonaws.com" } }]
  })
}`,
	Good: `resource "aws_iam_role" "import" {
  name = "import"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "healthlake.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = "123456789012" }
        ArnEquals    = { "aws:SourceArn" = "arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0123456789abcdef" }
      }
    }]
  })
}`,
	here: withSource,
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range trusts(side) {
			for _, service := range slices.Sorted(maps.Keys(sendsSource)) {
				q := forAnybody(service)
				answer := decide.DocumentGrants(p.Trust.Policy, q, decide.Options{})
				if answer.Result == decide.Undetermined {
					c.unsure(side, "trust-service-unscoped", p, answer)
				}
				if answer.Result == decide.Yes {
					out = append(out, trustViolation(p, q, answer, fmt.Sprintf("%s may assume the %s on behalf of any account.", service, p.Label())))
					break
				}
			}
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool {
		for service := range sendsSource {
			if trustsMore(before, after, forAnybody(service)) {
				return true
			}
		}
		return false
	},
})

// forAnybody asks whether a service may become the role for an account, an
// organisation and a resource that nobody names.
func forAnybody(service string) decide.Question {
	return decide.Question{
		Actions:    assuming[:1],
		Principals: func(w policy.Principal) bool { return w.Kind == policy.Service && strings.EqualFold(w.ID, service) },
		Conditions: []*policy.Condition{
			condition("StringLikeIfExists", "aws:SourceAccount", decide.Fresh),
			condition("StringLikeIfExists", "aws:SourceArn", sendsSource[service]),
			condition("StringLikeIfExists", "aws:SourceOrgID", "o-"+decide.Fresh),
			condition("ForAllValues:StringLike", "aws:SourceOrgPaths", "o-"+decide.Fresh+"/*"),
		},
	}
}
