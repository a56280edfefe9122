// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	aws "github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// denyRest writes the Deny that keeps away what a NotResource lists, beside an Allow
// that names its resources.
func denyRest(v *violation) string {
	for _, g := range v.grants {
		d, s := g.attachment.Document, g.statement
		if s.NotResource == nil || s.Action == nil {
			continue
		}
		plain := *s
		plain.NotResource = nil
		r := rewrite(d, &plain)
		if r == nil {
			continue
		}
		r.effect, r.resource = "Deny", r.texts(s.NotResource.Texts())
		r.condition = nil // what is kept away is so in every case
		return strings.Replace(instead(r), " Here:", " The Deny, beside an Allow that names its resources:", 1)
	}
	return ""
}

// toOurs writes what is public so that only the organisation, or the account, gets in.
func (c *checker) toOurs(v *violation) string {
	switch {
	case v.attribute == "acl" && v.policy == nil:
		return ` Here: acl = "private".`
	case v.attribute == "authorization_type":
		return ` Here: authorization_type = "AWS_IAM".`
	}
	for _, g := range v.grants {
		r := rewrite(g.attachment.Document, g.statement)
		if r == nil {
			continue
		}
		own := ""
		if at := c.change.After.Resource(g.attachment.Document.Address); at != nil {
			own = at.Account
		}
		switch id := c.config.Organization.ID; {
		case id != "":
			r.without("aws:PrincipalOrgID").when("StringEquals", "aws:PrincipalOrgID", hclQuoted(id))
		case own != "":
			r.principal = map[string][]string{"AWS": {hclQuoted("arn:aws:iam::" + own + ":root")}}
		default:
			r.without("aws:PrincipalOrgID").when("StringEquals", "aws:PrincipalOrgID", hclQuoted("o-ORGANIZATION"))
		}
		return instead(r)
	}
	return ""
}

// declaring writes the configuration that declares accounts.
func declaring(accounts []string) string {
	if len(accounts) == 0 || len(accounts) > 4 {
		return ""
	}
	var list []string
	for _, number := range accounts {
		list = append(list, fmt.Sprintf("  external_account %q {\n    name = \"NAME\"\n  }\n", number))
	}
	return " Here, in .hipaacheck.hcl:\n\ntrust {\n" + strings.Join(list, "\n") + "}"
}

// mended writes the statement of a document's first oddity with all of its oddities
// mended; "" where one cannot be.
func mended(d *account.Document, list []oddity) string {
	r := rewrite(d, list[0].statement)
	if r == nil {
		return ""
	}
	for _, o := range list {
		if o.statement != list[0].statement {
			continue
		}
		if o.mend == nil {
			return ""
		}
		o.mend(r)
	}
	return instead(r)
}

// rename puts another action in the place of one.
func rename(was, now string) func(*rewritten) {
	return func(r *rewritten) {
		for _, list := range [][]string{r.action, r.notAction} {
			if i := slices.Index(list, hclQuoted(was)); i >= 0 {
				list[i] = hclQuoted(now)
			}
		}
	}
}

// rekey puts another condition key in the place of one.
func rekey(was, now string) func(*rewritten) {
	return func(r *rewritten) {
		for _, keys := range r.condition {
			if values, ok := keys[was]; ok {
				delete(keys, was)
				keys[now] = values
			}
		}
	}
}

// onOwnType names a resource of the type that a statement's actions take, or "*" for
// those that take none.
func (c *checker) onOwnType(s *policy.Statement) func(*rewritten) {
	return func(r *rewritten) {
		form := ""
		for _, p := range s.Action.List {
			_, a, ok := aws.LookupAction(p.Text.Value)
			one := "*"
			if ok && len(a.Resources) > 0 {
				one = c.form(r.in, p.Text.Value)
			}
			r.failed = r.failed || !ok || form != "" && form != one // they do not agree
			form = one
		}
		r.resource = []string{hclQuoted(form)}
	}
}
