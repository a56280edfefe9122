// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"
)

// root is the whole language of the file.
func (d *decoder) root() body {
	c := d.config
	return body{
		fields: []field{
			setting(d, "profile", "A set of defaults: the Security Rule in force, NIST SP 800-63B for passwords (length 15, no rotation), or the rule proposed in 2025.",
				text(oneOf(ProfileSecurityRule, ProfileNIST, ProfileProposed)), &c.Profile, func(before, after string) string {
					if after == ProfileProposed {
						return "" // it only adds
					}
					return unchanged(before, after)
				}).or(ProfileSecurityRule),
			setting(d, "extends", "A central file to start from, relative to this file or to the root of the repository.", text(notEmpty), &d.extends, nil),
			setting(d, "final", "What a file that extends this one may not weaken: blocks (\"boundary\"), arguments (\"limits.password\") and rules (\"rule.trust-public\").",
				list(notEmpty), &d.names, nil).then(d.final),
		},
		sections: []section{
			d.organization(), d.baa(), d.eligibleServices(), d.phi(), d.audit(), d.principals(), d.trust(), d.boundary(), d.limits(), d.guardrails(),
			d.rule(), d.waiver(), d.checks(), d.approval(),
		},
	}
}

// plainBlock is a block without a label.
func plainBlock(name, doc string, fields ...field) section {
	return section{name: name, doc: doc, body: func(*hcl.Block) body { return body{fields: fields} }}
}

func (d *decoder) organization() section {
	o := &d.config.Organization
	return plainBlock("organization", "Which accounts are ours.",
		setting(d, "id", "The AWS organization, \"o-…\".", text(organizationID), &o.ID, unchanged),
		setting(d, "accounts", "Our accounts by name. Where they are given, every other account is external.", texts(accountID), &o.Accounts, ours),
		setting(d, "aliases", "The account of a provider configuration (\"aws\", \"aws.shared\") where the plan does not tell it; \"aws\" is the default one.",
			texts(accountID), &o.Aliases, func(before, after map[string]string) string {
				if why := keepsEntries(before, after); why != "" || len(o.Accounts) == 0 {
					return why
				}
				return ours(o.Accounts, after) // an account that is not ours may not be made ours this way
			}),
	)
}

func (d *decoder) baa() section {
	b := &d.config.BAA
	s := plainBlock("baa", "The accounts under the AWS business associate addendum; PHI elsewhere is a finding.",
		setting(d, "accounts", "Account numbers.", list(accountID), &b.Accounts, func(before, after []string) string {
			if !b.Chosen {
				return ""
			}
			return addsNone(before, after)
		}).must().then(func(*hcl.Attribute) { b.Chosen = true }),
		setting(d, "effective", "The first day on which the addendum holds, YYYY-MM-DD.", date, &b.Effective, notEarlier),
	)
	return s
}

func (d *decoder) eligibleServices() section {
	e := &d.config.EligibleServices
	return plainBlock("eligible_services", "Changes to the embedded, dated list of HIPAA eligible services.",
		setting(d, "add", "Service prefixes, as actions begin with, that count as eligible.", list(servicePrefix), &e.Add, addsNone).then(func(a *hcl.Attribute) { d.spelled(a, "service prefix", e.Add, d.rules.Service) }),
		setting(d, "remove", "Service prefixes that do not.", list(servicePrefix), &e.Remove, keepsAll).then(func(a *hcl.Attribute) { d.spelled(a, "service prefix", e.Remove, d.rules.Service) }),
	)
}

func (d *decoder) phi() section {
	p := &d.config.PHI
	return plainBlock("phi", "What holds PHI.",
		setting(d, "tags", "Tag keys with the values that mark PHI, without regard to case.", lists, &p.Tags, keepsTags),
		setting(d, "resources", "ARN patterns of stores that hold PHI.", list(arnPattern), &p.Resources, keepsAll),
	)
}

func (d *decoder) audit() section {
	a := &d.config.Audit
	return plainBlock("audit", "What holds audit records, beside trails and their log groups, and which alarms are demanded.",
		setting(d, "tags", "Tag keys with the values that mark audit records, without regard to case.", lists, &a.Tags, keepsTags),
		setting(d, "alarms", "Alarms that the stack must have.", list(oneOf(Alarms...)), &a.Alarms, keepsChosen),
	)
}

func (d *decoder) principals() section {
	p := &d.config.Principals
	reviews := duration(0, 0, "")
	ofPHI := func() time.Duration { phi, _ := d.config.reviewLimits(); return phi }
	ofOthers := func() time.Duration { _, other := d.config.reviewLimits(); return other }
	// How far ahead a review may be is one value, or one for each kind of principal.
	both := setting(d, "max_review", "", reviews, &p.ReviewOther, atMost(ofOthers))
	each := d.object("max_review", "How far ahead a review may be: one duration, or { phi = …, other = … }.",
		setting(d, "phi", "For principals that reach PHI.", reviews, &p.ReviewPHI, atMost(ofPHI)),
		setting(d, "other", "For all others.", reviews, &p.ReviewOther, atMost(ofOthers)),
	)
	review := each
	review.kind = kind{"anyOf": []any{reviews.kind, each.kind}}
	review.decode = func(path string, a *hcl.Attribute) {
		if _, diags := hcl.ExprMap(a.Expr); !diags.HasErrors() {
			each.decode(path, a)
			return
		}
		if v, ok := reviews.read(&decoder{}, a); ok { // mistakes are told below
			if why := atMost(ofPHI)(p.ReviewPHI, v); why != "" && atMost(ofOthers)(p.ReviewOther, v) == "" {
				d.guard(path, why, a.Range)
			}
			p.ReviewPHI = v
		}
		both.decode(path, a)
	}
	return plainBlock("principals", "What every role and user must carry.",
		setting(d, "required_tags", "Tag keys.", list(notEmpty), &p.RequiredTags, keepsChosen),
		setting(d, "review_tag", "The tag that holds the day by which a principal is to be reviewed.", text(notEmpty), &p.ReviewTag, func(before, after string) string {
			if before == "" {
				return ""
			}
			return unchanged(before, after)
		}),
		review,
	)
}

func (d *decoder) limits() section {
	l := &d.config.Limits
	days := func(n int) time.Duration { return time.Duration(n) * day }
	set := func() Password { return d.config.PasswordLimits() }
	retention := setting(d, "log_retention", "How long audit records are kept at least.", duration(day, 0, "audit records are kept for whole days"),
		&l.LogRetention, atLeast(d.config.LogRetention)).or(durationOf(DefaultLogRetention))
	retention.value = func() any { return durationOf(d.config.LogRetention()) }
	password := d.object("password", "What the password policy must demand at least.",
		// AWS accepts 6 to 128 characters and 1 to 24 remembered passwords.
		setting(d, "length", "Characters.", number(6, 128), &l.Password.Length, numberAtLeast(func() int { return set().Length })),
		setting(d, "reuse", "Passwords that are remembered.", number(1, 24), &l.Password.Reuse, numberAtLeast(func() int { return set().Reuse })),
		setting(d, "max_age", "The longest life of a password.", duration(day, days(1095), "AWS lets a password last 1d to 1095d at most"),
			&l.Password.MaxAge, atMost(func() time.Duration { return set().MaxAge })),
	).or("length 14, reuse 24, max_age 90d")
	password.value = func() any {
		p := set()
		out := map[string]any{"length": p.Length, "reuse": p.Reuse, "max_age": nil}
		if p.MaxAge != 0 {
			out["max_age"] = durationOf(p.MaxAge)
		}
		return out
	}
	return plainBlock("limits", "Numbers that the organisation sets.",
		// AWS: MaxSessionDuration is 3,600 to 43,200 seconds.
		setting(d, "session", "The longest session of any role.", duration(time.Hour, 12*time.Hour, "AWS lets a role's session last 1h to 12h at most"),
			&l.Session, atMost(func() time.Duration { return d.config.SessionLimit(true) })).or("4h for roles that reach PHI, 12h for others"),
		retention, password,
	)
}

// Alarms are the names of alarms that can be demanded. Source: CIS AWS
// Foundations Benchmark 5.0, section 4, and our own for roles and break-glass use.
var Alarms = []string{
	"denied-calls", "sign-in-without-mfa", "root-use", "iam-change", "trail-change", "failed-sign-in", "key-disabled", "bucket-policy-change",
	"config-change", "security-group-change", "network-acl-change", "gateway-change", "route-table-change", "vpc-change", "organizations-change",
	"role-change", "break-glass-use",
}

// sameTexts compares what two lists of documents hold.
func sameTexts(before, after [][]PolicyFile) string {
	if slices.EqualFunc(before, after, func(a, b []PolicyFile) bool {
		return slices.EqualFunc(a, b, func(a, b PolicyFile) bool { return string(a.Text) == string(b.Text) })
	}) {
		return ""
	}
	return "it may not be changed"
}
