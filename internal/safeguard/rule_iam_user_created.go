// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

var _ = register(&Rule{
	Name:     "iam-user-created",
	Title:    "An IAM user instead of a federated identity",
	Severity: medium,
	Description: "An IAM user has a password or keys that live until somebody remembers to remove them, apart from the directory that knows who still works here. " +
		"When a person leaves, access has to end, and a user in an account is easily missed.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(3)(i)", "164.308(a)(4)(i)"},
	NIST:      []string{"AC-2", "AC-3", "IA-2"},
	Fix:       "Let people sign in through the identity provider (IAM Identity Center or SAML) and assume a role; let software use a role of its own.",
	Bad: `resource "aws_iam_user" "sync" {
  name = "sync"
}`,
	Good: `resource "aws_iam_role" "sync" {
  name = "sync"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
}`,
	find: func(_ *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range side.Principals {
			if p.Kind == account.User && !p.Outside {
				out = append(out, &violation{
					key: p.Key(), previous: p.PreviousKey(), address: p.Address, principal: p, meaning: []string{"user"},
					message: fmt.Sprintf("The %s is an IAM user, an identity of its own apart from the directory.", p.Label()),
				})
			}
		}
		return out
	},
})
