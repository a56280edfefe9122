// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

var _ = register(&Rule{
	Name:     "access-key-created",
	Title:    "A long-lived access key",
	Severity: high,
	Description: "An access key works from anywhere, for anybody who has it, until it is deleted, and Terraform keeps its secret in the state in clear. " +
		"Keys that leak are the most common way into AWS accounts.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(3)(i)", "164.308(a)(4)(i)"},
	NIST:      []string{"AC-2", "AC-3", "IA-5"},
	Fix:       "Use a role: an instance, task or function role inside AWS, IAM Roles Anywhere or OpenID Connect outside of it.",
	Bad: `resource "aws_iam_access_key" "sync" {
  user = aws_iam_user.sync.name
}`,
	Good: `resource "aws_iam_role" "sync" {
  name               = "sync"
  assume_role_policy = data.aws_iam_policy_document.roles_anywhere.json
}`,
	find: func(_ *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range side.Principals {
			for _, k := range p.AccessKeys {
				state := "active"
				if !k.Active {
					state = "inactive"
				}
				previous := k.PreviousAddress
				v := &violation{
					key: k.Address, previous: previous, address: k.Address, principal: p, meaning: []string{state},
					message: fmt.Sprintf("The %s has an access key that does not expire.", p.Label()),
				}
				if p.Address != "" {
					v.related = []account.Related{{Address: p.Address, Relation: "user"}}
				}
				out = append(out, v)
			}
		}
		return out
	},
})
