// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// phiAccessBroad: a principal breaks it when a statement lets it at the content,
// or at the permissions, of a PHI store by a resource pattern that also reaches
// what is no PHI store. The same name in another account or Region is no other
// store here: nobody has one there.
var _ = register(&Rule{
	Name:     "phi-access-broad",
	Title:    "PHI is reached by a pattern wider than the PHI stores",
	Severity: high,
	Description: "A pattern that reaches PHI and other data alike was not written with PHI in mind, so nobody decided that its holder needs PHI, nor which. " +
		"The Privacy Rule asks to identify who needs which PHI, and to limit access to that.",
	Citations: []string{"164.502(b)", "164.514(d)", "164.312(a)(1)", "164.308(a)(4)(i)"},
	NIST:      []string{"AC-3", "AC-6"},
	Fix:       "Name the PHI stores that the duty needs in a statement of their own, with the actions that it needs on them, and name the other resources apart.",
	Bad: `resource "aws_iam_role_policy" "viewer" {
  role = aws_iam_role.viewer.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::*" }]
  })
}

resource "aws_s3_bucket" "images" {
  bucket = "cardiology-images"
  tags   = { DataClassification = "phi" }
}`,
	Good: `resource "aws_iam_role_policy" "viewer" {
  role = aws_iam_role.viewer.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.images.arn}/*" }]
  })
}

resource "aws_s3_bucket" "images" {
  bucket = "cardiology-images"
  tags   = { DataClassification = "phi" }
}`,
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range c.holders(side) {
			b := c.broad(side, p)
			switch {
			case len(b.grants) > 0:
				out = append(out, b.violation(p))
			case b.doubt.Result == decide.Undetermined:
				c.unsure(side, "phi-access-broad", p, b.doubt)
			}
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool {
		if !contains(before.reached, after.reached) {
			return true
		}
		return slices.ContainsFunc(after.asked, func(q decide.Question) bool { return allowsMore(before, after, q) })
	},
})

// broad is what a principal reaches by patterns that are too wide.
type broad struct {
	grants []grant
	// asked are the questions that were answered with yes, and first the first answer.
	asked []decide.Question
	first decide.Answer
	// stores and kinds are what is reached and how; reached is both, for comparing.
	stores   []*phiStore
	kinds    []touch
	reached  []string
	patterns []string
	doubt    decide.Answer
}

// broad asks statement by statement and pattern by pattern, for each PHI store.
func (c *checker) broad(side *account.Account, p *account.Principal) *broad {
	out := &broad{}
	stores := c.phiOf(side)
	if len(stores) == 0 {
		return out
	}
	own := phiPatterns(stores)
	for _, a := range chosen(p).All() {
		d := a.Document.Policy
		if d == nil {
			continue
		}
		for _, s := range d.Statements {
			if s.Effect != policy.Allow {
				continue
			}
			g := grant{attachment: a, statement: s}
			access := byStatement(p, g)
			conditions := untold(access)
			for _, pattern := range resourcesOf(d, s) {
				wide := map[string]decide.Result{} // by service
				for _, store := range stores {
					if !meets(d, pattern, store) {
						continue
					}
					out.ask(access, g, pattern, store, own, conditions, wide)
				}
			}
		}
	}
	return out
}

// ask asks for one store and one pattern of one statement.
func (b *broad) ask(access *decide.Access, g grant, pattern string, store *phiStore, own []string, conditions []*policy.Condition, wide map[string]decide.Result) {
	result, ok := wide[store.service]
	if !ok {
		result = wider(access, pattern, store, own, conditions)
		wide[store.service] = result
	}
	if result == decide.No {
		return
	}
	kinds := touches
	if store.opens {
		kinds = []touch{reads, deletes, permission}
	}
	for _, kind := range kinds {
		for _, q := range store.questions(kind) {
			q.Conditions = conditions
			answer := decide.Grants(access, q, decide.Options{Plain: b.first.Result == decide.Yes})
			if answer.Result == decide.Undetermined || answer.Result == decide.Yes && result == decide.Undetermined {
				b.doubt = decide.Answer{Result: decide.Undetermined, Reason: "whether a pattern reaches more than PHI stores is not settled", SettledBy: "values that are known while planning"}
				if answer.Result == decide.Undetermined {
					b.doubt = answer
				}
				continue
			}
			if answer.Result != decide.Yes {
				continue
			}
			if b.first.Result != decide.Yes {
				b.first = answer
			}
			b.asked = append(b.asked, q)
			if !slices.ContainsFunc(b.grants, func(o grant) bool {
				return o.statement == g.statement && o.attachment.Document == g.attachment.Document
			}) {
				b.grants = append(b.grants, g)
			}
			b.kinds = append(b.kinds, kind)
			b.reached = append(b.reached, store.key()+" "+string(kind))
			if !slices.Contains(b.patterns, pattern) {
				b.patterns = append(b.patterns, pattern)
			}
			if !slices.ContainsFunc(b.stores, func(o *phiStore) bool { return o.name() == store.name() }) {
				b.stores = append(b.stores, store)
			}
		}
	}
}

// wider reports whether a statement also reaches, by a pattern, what is no PHI store.
func wider(access *decide.Access, pattern string, store *phiStore, own []string, conditions []*policy.Condition) decide.Result {
	var actions []string
	for _, w := range waysOf(store.service) {
		actions = append(actions, w.actions...)
	}
	q := decide.Question{Actions: actions, Resources: []string{pattern}, NotResources: own, Conditions: conditions}
	if pattern == "*" { // what the service's actions are about, not any text
		q.Resources = []string{"arn:*:" + store.service + ":*:*:" + decide.Fresh + "*"}
		if shape, ok := shapes[typeOf(store)]; ok {
			q.Resources = []string{shape.arn(&account.Resource{}, decide.Fresh), shape.arn(&account.Resource{}, decide.Fresh) + "/*"}
		}
	}
	return decide.Grants(access, q, yesOrNo).Result
}

func typeOf(s *phiStore) string {
	if s.resource == nil {
		return ""
	}
	return s.resource.Type
}

// meets reports whether a pattern of a document can reach a store or what is in it.
func meets(d *policy.Document, pattern string, store *phiStore) bool {
	g := policy.ResourceGlob(pattern, d.Holes)
	return slices.ContainsFunc(slices.Concat(store.patterns, store.inside()), func(p string) bool {
		return !glob.Disjoint(g, policy.ResourceGlob(p, d.Holes))
	})
}

// phiPatterns are patterns of everything that is a PHI store, in any account and
// Region. One whose name is not known is left out: any other name stands for one
// that is no PHI store.
func phiPatterns(stores []*phiStore) []string {
	var out []string
	for _, s := range stores {
		for _, p := range slices.Concat(s.patterns, s.inside()) {
			if strings.Contains(p, decide.Fresh) {
				continue
			}
			if parts := strings.SplitN(p, ":", 6); len(parts) == 6 {
				parts[1], parts[3], parts[4] = "*", "*", "*"
				if s.service == "s3" {
					parts[3], parts[4] = "", ""
				}
				p = strings.Join(parts, ":")
			}
			if s.service == "secretsmanager" && len(p) > 7 && p[len(p)-7] == '-' {
				p = p[:len(p)-6] + "*" // AWS adds six characters to the name
			}
			if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

func (b *broad) violation(p *account.Principal) *violation {
	var q decide.Question
	for _, one := range b.asked {
		q.Actions, q.Resources = append(q.Actions, one.Actions...), append(q.Resources, one.Resources...)
	}
	v := accessViolation(p, q, b.first, func([]grant) []grant { return b.grants })
	v.reached, v.asked = b.reached, b.asked
	v.meaning = append(v.meaning, b.reached...)
	var names []string
	for _, s := range b.stores {
		names = append(names, s.name())
		if s.address != "" && s.address != v.address {
			v.related = append(v.related, account.Related{Address: s.address, Relation: "PHI store"})
		}
	}
	through := ""
	if !v.sensitive {
		through = " through " + join(b.patterns)
	}
	v.message = fmt.Sprintf("%s %s PHI (%s)%s, which is wider than the PHI stores%s.%s", may(p), kinds(b.kinds), join(names), through, by(p, v.grants), notLimiting(p))
	if through == "" {
		v.message = strings.Replace(v.message, ", which is wider", " by a pattern wider", 1)
	}
	v.fix = b.fix()
	return v
}

// fix writes the statement that reaches the PHI stores and nothing else.
func (b *broad) fix() string {
	var actions, resources []string
	for _, kind := range touches {
		if !slices.Contains(b.kinds, kind) {
			continue
		}
		for _, s := range b.stores {
			for _, q := range s.questions(kind) {
				for _, a := range q.Actions {
					if !slices.Contains(actions, a) && slices.ContainsFunc(b.grants, func(g grant) bool { return speaksOf(g.statement, a) }) {
						actions = append(actions, a)
					}
				}
			}
			resources = append(resources, referTo(s)...)
		}
	}
	fix := "Name the PHI stores that the duty needs in a statement of their own, with the actions that it needs on them, and name the other resources apart."
	return fix + narrower(actions, resources, "")
}
