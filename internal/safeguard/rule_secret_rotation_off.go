// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

var _ = register(&Rule{
	Name:     "secret-rotation-off",
	Title:    "A secret that opens PHI is never changed",
	Severity: medium,
	Description: "Whoever has ever read the secret can still use it, long after their role, their laptop or their contract has gone. " +
		"Rotation is what makes taking access away hold for those who have copied it.",
	Citations: []string{"164.312(a)(2)(iv)", "164.312(d)", "164.308(a)(4)(ii)(C)"},
	NIST:      []string{"IA-5", "SC-12"},
	Fix:       "Add an aws_secretsmanager_secret_rotation for the secret, or let the database manage its own password (manage_master_user_password).",
	Bad: `resource "aws_secretsmanager_secret" "database" {
  name = "database"
  tags = { DataClassification = "phi" }
}`,
	Good: `resource "aws_secretsmanager_secret" "database" {
  name = "database"
  tags = { DataClassification = "phi" }
}

resource "aws_secretsmanager_secret_rotation" "database" {
  secret_id           = aws_secretsmanager_secret.database.id
  rotation_lambda_arn = aws_lambda_function.rotate.arn

  rotation_rules {
    automatically_after_days = 30
  }
}`,
	types: []string{"aws_secretsmanager_secret", rotationType},
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, r := range c.phiStores(side, "aws_secretsmanager_secret") {
			// Up to version 3 of the provider the secret itself said it.
			if r.Attr("rotation_enabled").Truth() || r.Attr("rotation_lambda_arn").Text() != "" || len(joined(side, r, "secret_id", secretKeys, rotationType)) > 0 {
				continue
			}
			if o := unsettledJoin(side, r, "secret_id", rotationType); o != nil {
				c.unsettled(side, "secret-rotation-off", r, "", "it is not known which secret "+o.Address+" rotates", "a reference to the secret")
				continue
			}
			v := at(r, "", fmt.Sprintf("The secret %s, which opens PHI, is not rotated.", r.Name()))
			v.fix = "Let the database manage its own password (manage_master_user_password), or add to the configuration:\n\n" + rotationOf(r)
			out = append(out, v)
		}
		return out
	},
})

// rotationOf writes the rotation that a secret lacks.
func rotationOf(secret *account.Resource) string {
	return fmt.Sprintf(`resource "aws_secretsmanager_secret_rotation" %q {
  secret_id           = %s.id
  rotation_lambda_arn = aws_lambda_function.NAME.arn

  rotation_rules {
    automatically_after_days = 30
  }
}`, lastName(secret.Address), inModule(secret.Address))
}

const rotationType = "aws_secretsmanager_secret_rotation"

// secretKeys are the attributes by which other resources name a secret.
var secretKeys = []string{"arn", "id", "name"}

// unsettledJoin returns a resource of these types of which nobody can tell what
// it belongs to, so that it may be r; or nil.
func unsettledJoin(side *account.Account, r *account.Resource, argument string, types ...string) *account.Resource {
	for _, o := range side.OfType(types...) {
		v := o.Attr(argument)
		if !v.IsUnknown() || o.Account != r.Account {
			continue
		}
		told := false
		if o.Follow != nil {
			for _, ref := range o.Follow(v.Path) {
				told = told || ref.Address != "" && side.Resource(ref.Address) != nil
			}
		}
		if !told {
			return o
		}
	}
	return nil
}
