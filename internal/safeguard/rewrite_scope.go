// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// withAudience asks for an assertion that was written for AWS sign-in.
func withAudience(_ *checker, v *violation) string {
	r := v.ownTrust()
	if r == nil {
		return ""
	}
	return instead(r.without("SAML:aud").when("StringEquals", "SAML:aud", `"https://signin.aws.amazon.com/saml"`))
}

// inOrganization lets in whoever is of the organisation, or somebody who is named.
func inOrganization(c *checker, v *violation) string {
	r := v.ownTrust()
	if r == nil {
		return ""
	}
	others := r.others()
	if id := c.config.Organization.ID; id != "" {
		return instead(r.without("aws:PrincipalOrgID").when("StringEquals", "aws:PrincipalOrgID", hclQuoted(id)), others)
	}
	number := v.principal.Account
	if number == "" {
		number = "ACCOUNT"
	}
	r.principal = map[string][]string{"AWS": {hclQuoted("arn:aws:iam::" + number + ":role/ROLE")}}
	return instead(r, others)
}

// ofOneRole names the roles of an account that may become the role.
func ofOneRole(_ *checker, v *violation) string {
	r := v.ownTrust()
	if r == nil {
		return ""
	}
	others := r.others()
	var roles []string
	for _, who := range r.principal["AWS"] {
		p, err := policy.ParsePrincipal(strings.Trim(who, `"`))
		if err == nil && p.Kind == policy.Root {
			roles = append(roles, hclQuoted("arn:"+p.Partition+":iam::"+p.Account+":role/ROLE"))
		}
	}
	if len(roles) == 0 {
		roles = []string{`"arn:aws:iam::*:role/ROLE"`}
	}
	return instead(r.without("aws:PrincipalArn").when("ArnLike", "aws:PrincipalArn", roles...), others)
}

// withoutMFAFor takes the second factor from those who can never show it, and
// leaves it for the others.
func withoutMFAFor(_ *checker, v *violation) string {
	r := v.ownTrust()
	if r == nil {
		return ""
	}
	var locked []string
	for _, id := range v.meaning {
		locked = append(locked, hclQuoted(id))
		if name, ok := strings.CutPrefix(strings.TrimSuffix(id, ">"), "<"); ok {
			locked = append(locked, local(r.in.Address, name))
		}
	}
	rest := *r
	rest.principal = map[string][]string{}
	free := map[string][]string{}
	for kind, list := range r.principal {
		for _, who := range list {
			if slices.Contains(locked, who) {
				free[kind] = append(free[kind], who)
			} else {
				rest.principal[kind] = append(rest.principal[kind], who)
			}
		}
	}
	if len(free) == 0 {
		return ""
	}
	rest.condition = map[string]map[string][]string{}
	for operator, keys := range r.condition {
		rest.condition[operator] = maps.Clone(keys)
	}
	r.principal = free
	r.without("aws:MultiFactorAuthPresent").without("aws:MultiFactorAuthAge")
	if len(rest.principal) == 0 {
		return instead(r)
	}
	return instead(r, &rest)
}

// declared writes external accounts into the configuration.
func declared(_ *checker, v *violation) string {
	var b strings.Builder
	b.WriteString("\n\ntrust {\n")
	for _, number := range v.accounts {
		fmt.Fprintf(&b, "  external_account %q {\n    name        = \"WHOSE IT IS\"\n    external_id = true\n  }\n", number)
	}
	return b.String() + "}"
}

// stronger asks for what emergency access lacks.
func stronger(c *checker, v *violation) string {
	out := ""
	if slices.Contains(v.meaning, "mfa") {
		if r := v.ownTrust(); r != nil {
			others := r.others()
			r.without("aws:MultiFactorAuthPresent").without("aws:MultiFactorAuthAge")
			r.when("Bool", "aws:MultiFactorAuthPresent", `"true"`).when("NumericLessThan", "aws:MultiFactorAuthAge", `"900"`)
			out = instead(r, others)
		}
	}
	if slices.Contains(v.meaning, "session") && v.principal.Session.Attribute != "" {
		out += fmt.Sprintf(" Here: %s = %d.", v.principal.Session.Attribute, int(breakGlassSession.Seconds()))
	}
	return out
}

// withTags writes the tags that a principal lacks.
func withTags(c *checker, v *violation) string {
	var out []string
	for _, key := range v.meaning {
		value := strings.ToUpper(key)
		review, _ := ReviewTag(c.config)
		values := c.config.PHI.Tags[key]
		switch {
		case key == review:
			value = c.reviewBy(c.change.After, v.principal)
		case len(values) > 0 && c.factsOf(c.change.After, v.principal).phi():
			value = values[0]
		}
		name := key
		if !plainName.MatchString(key) {
			name = hclQuoted(key)
		}
		out = append(out, name+" = "+hclQuoted(value))
	}
	return " Here, in tags: { " + strings.Join(out, ", ") + " }."
}

// reviewed writes the last day on which a principal may be reviewed next.
func reviewed(c *checker, v *violation) string {
	key, _ := ReviewTag(c.config)
	return fmt.Sprintf(" Here, once it is reviewed: %s = %s.", key, hclQuoted(c.reviewBy(c.change.After, v.principal)))
}

// reviewBy is the last day by which a principal may be reviewed, a year ahead where
// nothing is said.
func (c *checker) reviewBy(side *account.Account, p *account.Principal) string {
	limit := c.config.Principals.ReviewOther
	if l := c.config.Principals.ReviewPHI; l != 0 && c.factsOf(side, p).phi() {
		limit = l
	}
	if limit == 0 {
		limit = 365 * 24 * time.Hour
	}
	return c.now.UTC().Add(limit).Format(time.DateOnly)
}
