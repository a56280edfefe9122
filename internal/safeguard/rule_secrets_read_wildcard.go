// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"sync"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// secretsReadWildcardAsks is what secrets-read-wildcard asks about.
var secretsReadWildcardAsks = &unnamed{
	rule: "secrets-read-wildcard", says: "read any secret",
	actions: sync.OnceValue(func() []string {
		return []string{
			"secretsmanager:GetSecretValue", "ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath", "ssm:GetParameterHistory",
		}
	}),
	who: func(p *account.Principal) *account.Principal { return withoutAgents(chosen(p)) },
}

// secretsReadWildcard: a principal breaks it when it may read the value of a
// secret, or of a parameter (which holds secrets as SecureString), that no policy
// names. The policies that AWS writes for its agents on instances read parameters
// for AWS's own documents, and are left out.
var _ = register(&Rule{
	Name:     "secrets-read-wildcard",
	Title:    "Every secret may be read",
	Severity: high,
	Description: "A secret is the key to something else: who reads them all signs in to every database as whoever may do most there, and leaves that name in its log. " +
		"Access that was reviewed store by store is then worth nothing.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(4)(i)", "164.502(b)", "164.312(d)"},
	NIST:      []string{"AC-3", "AC-6", "IA-5"},
	Fix:       "Name the secrets and parameters that are needed, by ARN or by a path that holds nothing else, or pick them by a tag (aws:ResourceTag).",
	Bad: `resource "aws_iam_role_policy" "app" {
  role = aws_iam_role.app.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = "*" }]
  })
}`,
	Good: `resource "aws_iam_role_policy" "app" {
  role = aws_iam_role.app.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = aws_secretsmanager_secret.database.arn }]
  })
}`,
	here: func(c *checker, v *violation) string { return c.narrowed(v, secretsReadWildcardAsks.actions()) },
	find: func(c *checker, side *account.Account) []*violation { return secretsReadWildcardAsks.find(c, side) },
	worse: func(c *checker, before, after *violation) bool {
		return secretsReadWildcardAsks.worse(c, before, after)
	},
})
