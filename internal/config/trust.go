// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"time"

	"github.com/hashicorp/hcl/v2"
)

func (d *decoder) trust() section {
	t := &d.config.Trust
	return section{name: "trust", doc: "Who is trusted, and how.", body: func(*hcl.Block) body {
		return body{
			fields: []field{
				setting(d, "mfa", "Which roles people must assume with MFA: those that reach PHI or can change IAM or audit (\"phi\"), or \"always\".",
					text(oneOf(MFAPHI, MFAAlways)), &t.MFA, func(_, after string) string {
						if d.config.mfa() == MFAAlways && after != MFAAlways {
							return "it is \"always\""
						}
						return ""
					}).or("phi"),
			},
			sections: []section{d.externalAccount(), d.identityProvider()},
		}
	}}
}

func (d *decoder) externalAccount() section {
	t := &d.config.Trust
	of := func(number string, block *hcl.Block) body {
		e, known := t.External[number]
		to := &e
		return body{
			fields: []field{
				setting(d, "name", "Whose account it is.", text(notEmpty), &to.Name, nil),
				setting(d, "external_id", "Nobody of the account is let in without an external ID.", boolean, &to.ExternalID, stillTrue),
				setting(d, "baa", "The day on which the business associate agreement with them took effect, YYYY-MM-DD.", date, &to.BAA, func(before, after time.Time) string {
					if before.IsZero() && known {
						return "an agreement may not be added"
					}
					return notEarlier(before, after)
				}),
			},
			done: func() {
				if !known {
					d.guard("trust.external_account."+number, "an account may not be added", block.DefRange)
				}
				if t.External == nil {
					t.External = map[string]ExternalAccount{}
				}
				t.External[number] = *to
			},
		}
	}
	return section{
		name: "external_account", doc: "An account of somebody else's that roles may trust.", label: "account", labelForm: accountID, noun: "external account",
		body: func(b *hcl.Block) body { return of(b.Labels[0], b) },
		present: func() []present {
			var out []present
			for _, number := range sortedKeys(t.External) {
				out = append(out, present{number, of(number, nil)})
			}
			return out
		},
	}
}

func (d *decoder) identityProvider() section {
	t := &d.config.Trust
	of := func(arn string, block *hcl.Block) body {
		enforces := t.EnforcesMFA[arn]
		return body{
			fields: []field{setting(d, "enforces_mfa", "Nobody signs in there without MFA.", boolean, &enforces, notMadeTrue).must()},
			done: func() {
				if t.EnforcesMFA == nil {
					t.EnforcesMFA = map[string]bool{}
				}
				t.EnforcesMFA[arn] = enforces
			},
		}
	}
	return section{
		name: "identity_provider", doc: "A SAML or OpenID Connect provider of the account.", label: "arn", labelForm: providerARN, noun: "identity provider",
		body: func(b *hcl.Block) body { return of(b.Labels[0], b) },
		present: func() []present {
			var out []present
			for _, arn := range sortedKeys(t.EnforcesMFA) {
				out = append(out, present{arn, of(arn, nil)})
			}
			return out
		},
	}
}
