// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

var _ = register(&Rule{
	Name:     "console-login-created",
	Title:    "A console password",
	Severity: medium,
	Description: "A password of an IAM user lives beside the organisation's directory: it stays when the person leaves, and nothing asks for a second factor by itself. " +
		"Its first value stands in Terraform's state.",
	Citations: []string{"164.312(a)(1)", "164.312(a)(2)(i)", "164.308(a)(3)(i)", "164.308(a)(4)(i)"},
	NIST:      []string{"AC-2", "IA-2", "IA-5"},
	Fix:       "Let people sign in with the organisation's identity provider, through IAM Identity Center or a SAML role, and remove aws_iam_user_login_profile.",
	Bad: `resource "aws_iam_user_login_profile" "ada" {
  user = aws_iam_user.ada.name
}`,
	Good: `resource "aws_iam_role" "radiologist" {
  name               = "radiologist"
  assume_role_policy = data.aws_iam_policy_document.workforce_saml.json
}`,
	find: func(_ *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range side.Principals {
			if p.Login == nil {
				continue
			}
			v := &violation{
				key: p.Login.Address, previous: p.Login.PreviousAddress, address: p.Login.Address, principal: p, meaning: []string{"login"},
				message: fmt.Sprintf("The %s gets a password for the console.", p.Label()),
			}
			if p.Address != "" {
				v.related = []account.Related{{Address: p.Address, Relation: "user"}}
			}
			out = append(out, v)
		}
		return out
	},
})
