// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

var _ = register(&Rule{
	Name:     "password-policy-weak",
	Title:    "The password policy demands too little",
	Severity: medium,
	Description: "Short or reused passwords are guessed or taken from other sites' leaks. " +
		"The Security Rule asks for procedures for creating, changing and safeguarding passwords, and this policy is where AWS enforces them.",
	Citations: []string{"164.308(a)(5)(ii)(D)", "164.312(d)"},
	NIST:      []string{"IA-5"},
	Fix: "Raise the arguments to the limits. The defaults are 14 characters of all four classes, 24 remembered passwords and 90 days; limits.password and profile set others. " +
		"The specification is addressable: hipaa_account_password_policy takes a documented reason in weaker_than_profile, and the finding is then low.",
	Bad: `resource "aws_iam_account_password_policy" "this" {
  minimum_password_length = 8
}`,
	Good: `resource "aws_iam_account_password_policy" "this" {
  minimum_password_length      = 14
  require_lowercase_characters = true
  require_uppercase_characters = true
  require_numbers              = true
  require_symbols              = true
  password_reuse_prevention    = 24
  max_password_age             = 90
}`,
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range side.PasswordPolicy {
			for _, attribute := range p.Unknown {
				c.unknownAt(side, "password-policy-weak", p.Address, attribute)
			}
			lacks := c.lacking(p)
			if len(lacks) == 0 {
				continue
			}
			v := &violation{key: p.Address, previous: p.PreviousAddress, address: p.Address}
			var parts, set []string
			for _, l := range lacks {
				parts = append(parts, l.text)
				set = append(set, l.attribute+" = "+l.set)
				v.meaning = append(v.meaning, l.attribute+"="+strconv.Itoa(l.short))
			}
			if len(lacks) == 1 {
				v.attribute = lacks[0].attribute
			}
			v.message = "The password policy of the account demands too little: " + strings.Join(parts, "; ") + "."
			v.mend = " Here: " + strings.Join(set, ", ") + "."
			if p.Weaker != "" {
				// Password management is an addressable specification: another measure
				// may do where the decision is documented, 45 CFR 164.306(d)(3).
				v.severity = low
				v.message += " It gives a reason: " + p.Weaker
			}
			out = append(out, v)
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool {
		for _, m := range after.meaning {
			name, value, _ := strings.Cut(m, "=")
			i := slices.IndexFunc(before.meaning, func(o string) bool { return strings.HasPrefix(o, name+"=") })
			if i < 0 {
				return true
			}
			_, old, _ := strings.Cut(before.meaning[i], "=")
			x, _ := strconv.Atoi(value)
			if y, _ := strconv.Atoi(old); x > y {
				return true
			}
		}
		return false
	},
})

// lack is one thing a password policy does not demand, and by how much it is short.
type lack struct {
	attribute, text, set string
	short                int
}

func (c *checker) lacking(p *account.PasswordPolicy) []lack {
	want := c.config.PasswordLimitsOf(p.Profile)
	days := int(want.MaxAge / (24 * time.Hour))
	var out []lack
	add := func(broken bool, short int, attribute string, set any, format string, args ...any) {
		if broken && !slices.Contains(p.Unknown, attribute) {
			out = append(out, lack{attribute: attribute, short: short, set: fmt.Sprint(set), text: fmt.Sprintf(format, args...)})
		}
	}
	add(p.MinimumLength < want.Length, want.Length-p.MinimumLength, "minimum_password_length", want.Length, "%d characters instead of %d", p.MinimumLength, want.Length)
	if want.Composition {
		add(!p.Lowercase, 1, "require_lowercase_characters", true, "no lower-case letter")
		add(!p.Uppercase, 1, "require_uppercase_characters", true, "no upper-case letter")
		add(!p.Numbers, 1, "require_numbers", true, "no digit")
		add(!p.Symbols, 1, "require_symbols", true, "no symbol")
	}
	add(p.Reuse < want.Reuse, want.Reuse-p.Reuse, "password_reuse_prevention", want.Reuse, "%d remembered passwords instead of %d", p.Reuse, want.Reuse)
	switch {
	case days > 0 && p.MaxAge == 0:
		add(true, 1<<30, "max_password_age", days, "passwords never expire; the limit is %d days", days)
	case days > 0:
		add(p.MaxAge > days, p.MaxAge-days, "max_password_age", days, "passwords live %d days instead of %d", p.MaxAge, days)
	}
	return out
}
