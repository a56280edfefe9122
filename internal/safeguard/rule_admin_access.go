// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// fewActions is how many of AWS's actions may be missing where all are allowed
// but a few.
const fewActions = 50

// adminAccess: a principal breaks it when, on a resource that no policy names,
// it may do every action that AWS has, but for fewActions at most, in some
// context each. Actions are asked one by one only where the documents tell them
// apart from an action that nobody has named.
var _ = register(&Rule{
	Name:     "admin-access",
	Title:    "Any action on any resource",
	Severity: critical,
	Description: "Whoever may do everything may read, change and delete all PHI, and switch off the audit trail that would show it. " +
		"The Security Rule asks that only those who need access have it, and the Privacy Rule that they have the minimum.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(3)(i)", "164.308(a)(4)(i)", "164.502(b)", "164.514(d)"},
	NIST:      []string{"AC-3", "AC-6"},
	Fix:       "Name the actions and the resources that are needed. For people who administer, use a role for each duty, with MFA, a boundary and a short session.",
	Bad: `resource "aws_iam_role_policy_attachment" "pipeline" {
  role       = aws_iam_role.pipeline.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}`,
	Good: `resource "aws_iam_role_policy" "pipeline" {
  role = aws_iam_role.pipeline.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject"]
      Resource = "arn:aws:s3:::build-artifacts/*"
    }]
  })
}`,
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range c.holders(side) {
			f := c.factsOf(side, p)
			switch answer := admin(f.access); answer.Result {
			case decide.Undetermined:
				c.unsure(side, "admin-access", p, answer)
			case decide.Yes:
				v := accessViolation(p, anyAction, answer, alone)
				v.message = fmt.Sprintf("%s do any action on any resource%s.%s", may(p), by(p, v.grants), notLimiting(p))
				out = append(out, v)
			}
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool { return allowsMore(before, after, decide.Question{}) },
})

// alone keeps the statements that allow everything by themselves, where there
// are any: the others do not matter then.
func alone(grants []grant) []grant {
	var out []grant
	for _, g := range grants {
		one := &decide.Access{}
		one.Identity = []*policy.Document{only(g.attachment.Document.Policy, g.statement)}
		if admin(one).Result == decide.Yes {
			out = append(out, g)
		}
	}
	if len(out) == 0 {
		return grants
	}
	return out
}

// anyResource is an ARN that only wildcards reach, in any partition.
const anyResource = "arn:*:" + decide.Fresh + ":" + decide.Fresh + ":" + decide.Fresh + ":" + decide.Fresh

var anyAction = decide.Question{Resources: []string{anyResource}}

// telling are actions that make a good witness, the most telling first.
var telling = []decide.Question{
	{Actions: []string{"iam:CreateAccessKey"}, Resources: []string{"arn:*:iam::*:user/" + decide.Fresh}},
	{Actions: []string{"s3:GetObject"}, Resources: []string{"arn:*:s3:::" + decide.Fresh + "/" + decide.Fresh}},
	anyAction,
}

// admin answers whether an access is to everything, or all but a few.
func admin(a *decide.Access) decide.Answer {
	if fewServices(a) {
		return decide.Answer{}
	}
	if decide.Grants(a, anyAction, yesOrNo).Result == decide.No {
		return decide.Answer{} // not even one action on any resource
	}
	count := &adminCount{access: a, patterns: actionPatterns(a)}
	count.services()
	switch {
	case count.refused > fewActions:
		return decide.Answer{}
	case count.refused+count.unsure > fewActions:
		return decide.Answer{Result: decide.Undetermined, Reason: count.reason, SettledBy: count.settledBy}
	}
	for _, q := range telling {
		if answer := decide.Grants(a, q, decide.Options{}); answer.Result == decide.Yes {
			return answer
		}
	}
	return decide.Answer{Result: decide.Yes}
}

// fewServices reports whether the Allow statements name so few services that
// more than a few actions of the others are left.
func fewServices(a *decide.Access) bool {
	named, open := a.Services()
	return !open && a.Resource == nil && len(reference.Services())-len(named) > fewActions
}

// actionPatterns lists every action pattern of the documents.
func actionPatterns(a *decide.Access) []*glob.Glob {
	var out []*glob.Glob
	seen := map[string]bool{}
	for _, d := range a.All() {
		for _, s := range d.Statements {
			for _, list := range []*policy.Patterns{s.Action, s.NotAction} {
				if list == nil {
					continue
				}
				for _, e := range list.List {
					if key := e.Glob.String(); !seen[key] {
						seen[key] = true
						out = append(out, e.Glob)
					}
				}
			}
		}
	}
	return out
}

// adminCount counts the actions of AWS that an access does not allow.
type adminCount struct {
	access            *decide.Access
	patterns          []*glob.Glob
	refused, unsure   int
	reason, settledBy string
}

func (n *adminCount) full() bool { return n.refused > fewActions }

// ask asks for one action on any resource, for this many actions that the
// documents do not tell apart from it.
func (n *adminCount) ask(action string, many int) bool {
	answer := decide.Grants(n.access, decide.Question{Actions: []string{action}, Resources: []string{anyResource}}, yesOrNo)
	switch answer.Result {
	case decide.Yes:
		return true
	case decide.No:
		n.refused += many
	default:
		n.unsure += many
		n.reason, n.settledBy = answer.Reason, answer.SettledBy
	}
	return false
}

// services asks for each service that the documents tell apart from one that
// they do not name, and once for all the others.
func (n *adminCount) services() {
	unnamed := decide.Fresh + ":" + decide.Fresh
	others := n.ask(unnamed, 0)
	for _, prefix := range reference.Services() {
		if n.full() {
			return
		}
		whole := glob.Parse(glob.Lower(prefix+":*"), true)
		special := slices.ContainsFunc(n.patterns, func(g *glob.Glob) bool {
			if g.Match(glob.Lower(unnamed), nil) {
				return !glob.Covers(g, whole)
			}
			return !glob.Disjoint(g, whole)
		})
		if !special && others {
			continue
		}
		n.service(prefix)
	}
}

// service asks for the actions of one service: for one that nobody names, and
// for each that some pattern tells apart from that one.
func (n *adminCount) service(prefix string) {
	s, ok := reference.LookupService(prefix)
	if !ok {
		return
	}
	unnamed := glob.Lower(s.Prefix + ":" + decide.Fresh)
	patterns := patternsWithin(n.patterns, s.Prefix)
	same := 0
	for _, a := range s.Actions {
		if n.full() {
			return
		}
		name := s.Prefix + ":" + a.Name
		if !toldApart(patterns, glob.Lower(name), unnamed) {
			same++
			continue
		}
		n.ask(name, 1)
	}
	if same > 0 && !n.full() {
		n.ask(unnamed, same)
	}
}

// patternsWithin are the patterns that some action of a service matches.
func patternsWithin(patterns []*glob.Glob, service string) []*glob.Glob {
	whole := glob.Parse(glob.Lower(service+":*"), true)
	return slices.DeleteFunc(slices.Clone(patterns), func(g *glob.Glob) bool { return glob.Disjoint(g, whole) })
}

// toldApart reports whether some pattern matches one of two actions only.
func toldApart(patterns []*glob.Glob, a, b string) bool {
	return slices.ContainsFunc(patterns, func(g *glob.Glob) bool { return g.Match(a, nil) != g.Match(b, nil) })
}
