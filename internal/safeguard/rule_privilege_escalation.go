// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
)

// privilegeEscalation: a principal breaks it when one of the known ways to gain
// permissions is open to it. Critical: it can change its own permissions, or get
// at a principal of the plan that can do what it cannot. High: the way leads to
// principals that nobody names, since only a wildcard over names allows it.
// Nothing is said where every target is named and none is in the plan, nor of
// assuming a role that the permission names: that is how roles are meant to be
// used, and the role's own rights are judged at the role. What AWS itself grants
// its services is left out; see chosen.
var _ = register(&Rule{
	Name:     "privilege-escalation",
	Title:    "A way to more permissions",
	Severity: critical,
	Description: "Who can change permissions, or act as somebody who may do more, is limited by nothing that was reviewed. " +
		"A stolen credential of such a role is worth as much as an administrator's.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(3)(i)", "164.308(a)(4)(i)", "164.502(b)"},
	NIST:      []string{"AC-3", "AC-5", "AC-6"},
	Fix:       "Take away the action, or name the roles, users and resources that it is for, and demand a permissions boundary of what is created (iam:PermissionsBoundary).",
	Bad: `resource "aws_iam_role_policy" "helpdesk" {
  role = aws_iam_role.helpdesk.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "iam:PutRolePolicy", Resource = "*" }]
  })
}`,
	Good: `resource "aws_iam_role_policy" "helpdesk" {
  role = aws_iam_role.helpdesk.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "iam:GetRolePolicy", Resource = "*" }]
  })
}`,
	here: func(c *checker, v *violation) string { return c.narrowerWay(v) },
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range c.holders(side) {
			ways, unsure := escalations(side, p)
			if len(ways) == 0 {
				if unsure != nil {
					c.unsure(side, "privilege-escalation", p, decide.Answer{Reason: unsure.Reason, SettledBy: unsure.SettledBy})
				}
				continue
			}
			out = append(out, escalationViolation(p, ways))
		}
		return out
	},
	worse: func(c *checker, before, after *violation) bool {
		old := map[string]bool{}
		ways, _ := escalations(c.change.Before, before.principal)
		for _, w := range ways {
			old[wayKey(w)] = true
		}
		ways, _ = escalations(c.change.After, after.principal)
		return slices.ContainsFunc(ways, func(w account.Escalation) bool { return !old[wayKey(w)] })
	},
})

// wayKey identifies a way on both sides of a change.
func wayKey(w account.Escalation) string {
	who := "unnamed"
	switch {
	case w.Self:
		who = "self"
	case w.Target != nil:
		who = w.Target.PreviousKey()
	}
	return who + " " + strings.Join(w.Permissions, " ")
}

// someMember is the name of a user that no policy names: a text that a variable
// can stand for, which [decide.Fresh] is not.
const someMember = "a-member-of-this-group"

// escalations lists the ways of a principal, of whoever gets a policy, and of a
// group's members: one that stands for all of them is asked about.
func escalations(side *account.Account, p *account.Principal) ([]account.Escalation, *account.Undetermined) {
	who := chosen(p)
	switch p.Kind {
	case account.Policy:
		holder := *p
		holder.Kind, holder.Name, holder.ARN, holder.Anyone = account.Role, "", "", true
		who = &holder
	case account.Group:
		who = &account.Principal{Kind: account.User, Name: someMember, Path: "/", Account: p.Account, Groups: []account.Membership{{Group: p}}}
	}
	ways, unsure := side.Escalations(who)
	anyRole := slices.ContainsFunc(ways, func(w account.Escalation) bool { return w.Target == nil && assumes(w) })
	ways = slices.DeleteFunc(ways, func(w account.Escalation) bool { return w.Target == p || w.Target != nil && assumes(w) && !anyRole })
	return ways, unsure
}

func assumes(w account.Escalation) bool {
	return len(w.Permissions) == 1 && w.Permissions[0] == "sts:AssumeRole"
}

// escalationViolation describes the ways of one principal, the worst kind first.
func escalationViolation(p *account.Principal, ways []account.Escalation) *violation {
	kind := func(w account.Escalation) int {
		switch {
		case w.Self:
			return 0
		case w.Target != nil:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(ways, func(a, b account.Escalation) int { return kind(a) - kind(b) })
	worst := ways[0]
	q := decide.Question{Actions: worst.Permissions}
	v := accessViolation(p, q, decide.Answer{Witness: worst.Witnesses[0]}, func(grants []grant) []grant { return using(grants, worst) })
	for _, w := range ways {
		if kind(w) == kind(worst) {
			v.asked = append(v.asked, decide.Question{Actions: w.Permissions})
		}
	}
	v.meaning = append(v.meaning, keysOf(ways)...)
	var same []string
	for _, w := range ways {
		if text := strings.Join(w.Permissions, " with "); kind(w) == kind(worst) && !slices.Contains(same, text) {
			same = append(same, text)
		}
	}
	var gains string
	switch kind(worst) {
	case 0:
		gains = "change its own permissions"
		switch p.Kind {
		case account.Policy:
			gains = "change their own permissions"
		case account.Group:
			gains = "change the permissions of its members"
		}
	case 1:
		gains = fmt.Sprintf("act as the %s, which can do what it cannot,", worst.Target.Label())
	default:
		gains = "gain the permissions of principals that no policy names"
		v.severity = high
	}
	how := " by " + join(same)
	if v.sensitive {
		how = ""
	}
	v.message = fmt.Sprintf("%s %s%s%s.%s", may(p), gains, how, from(p, v.grants), notLimiting(p))
	if worst.Target != nil && worst.Target.Address != "" && worst.Target.Address != v.address {
		v.related = append(v.related, account.Related{Address: worst.Target.Address, Relation: "target"})
	}
	return v
}

// from says which policies give the permissions.
func from(p *account.Principal, grants []grant) string {
	return strings.Replace(by(p, grants), ", by ", ", given by ", 1)
}

func keysOf(ways []account.Escalation) []string {
	var out []string
	for _, w := range ways {
		out = append(out, wayKey(w))
	}
	return out
}

// using keeps the statements that allow one of a way's requests.
func using(grants []grant, w account.Escalation) []grant {
	var out []grant
	for _, g := range grants {
		for _, witness := range w.Witnesses {
			q := decide.Question{Actions: []string{witness.Action}, Resources: []string{witness.Resource}}
			if about(g.attachment.Document.Policy, g.statement, q) {
				out = append(out, g)
				break
			}
		}
	}
	if len(out) == 0 {
		return grants
	}
	return out
}
