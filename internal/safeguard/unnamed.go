// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// unnamed is a rule about actions on resources that no policy names: only a
// wildcard over names reaches one. A resource that the policy picks by its tags,
// or by another key that tells it from others, is named in that way.
type unnamed struct {
	rule string
	// actions are literal names, each with a type of resource that can be named: the
	// same list at every call.
	actions func() []string
	// says is what the holder may do, after "may": "read any secret".
	says string
	// who leaves out policies that the rule is not about; nil: chosen.
	who func(p *account.Principal) *account.Principal
	// list caches names.
	list atomic.Pointer[nameList]
}

// of returns the principal with the policies that the rule is about.
func (u *unnamed) of(p *account.Principal) *account.Principal {
	if u.who != nil {
		return u.who(p)
	}
	return chosen(p)
}

// tellsApart reports whether a condition key picks some resources out of many,
// or binds what may be done to what somebody else has limited. Source: Service Authorization Reference,
// condition keys of iam, kms, ec2 and secretsmanager.
func tellsApart(key string) bool {
	key = strings.ToLower(key)
	switch key {
	case "kms:viaservice", "kms:resourcealiases", "kms:requestalias", "kms:grantisforawsresource", "kms:encryptioncontextkeys",
		"secretsmanager:secretid", "ec2:authorizedservice", "ec2:authorizeduser", "iam:permissionsboundary", "iam:policyarn", "iam:passedtoservice",
		"s3:dataaccesspointarn":
		return true
	}
	for _, part := range []string{":resourcetag/", "s3:existingobjecttag/", "kms:encryptioncontext:", "s3:buckettag/"} {
		if strings.Contains(key, part) {
			return true
		}
	}
	return false
}

// untold are conditions under which no key that tells resources apart is there.
func untold(a *decide.Access) []*policy.Condition {
	var keys []string
	for _, d := range a.All() {
		for _, s := range d.Statements {
			for _, k := range s.Conditions {
				if key := strings.ToLower(k.Key); tellsApart(key) && !slices.Contains(keys, key) {
					keys = append(keys, key)
				}
			}
		}
	}
	slices.Sort(keys)
	var out []*policy.Condition
	for _, key := range keys {
		if k, ok := policy.NewCondition("Null", key, "true"); ok {
			out = append(out, k)
		}
	}
	return out
}

// spokenOf keeps the actions of a list that some Allow statement is about.
func (n *nameList) spokenOf(a *decide.Access) []string {
	patterns, all := allowPatterns(a)
	if all {
		return n.of
	}
	var met []bool
	for _, g := range patterns {
		among := n.all
		if prefix, _, whole := strings.Cut(g.Prefix(), ":"); whole {
			among = n.byService[prefix]
		}
		for _, i := range among {
			if !g.Match(n.lower[i], nil) {
				continue
			}
			if met == nil {
				met = make([]bool, len(n.of))
			}
			met[i] = true
		}
	}
	if met == nil {
		return nil
	}
	var out []string
	for i, action := range n.of {
		if met[i] {
			out = append(out, action)
		}
	}
	return out
}

// nameList is a list of actions by their services.
type nameList struct {
	of        []string
	lower     []string
	byService map[string][]int
	all       []int
}

// names is the list of what a rule is about.
func (u *unnamed) names() *nameList {
	if known := u.list.Load(); known != nil {
		return known
	}
	actions := u.actions()
	n := &nameList{of: actions, byService: map[string][]int{}}
	for i, action := range actions {
		name := glob.Lower(action)
		prefix, _, _ := strings.Cut(name, ":")
		n.lower, n.all = append(n.lower, name), append(n.all, i)
		n.byService[prefix] = append(n.byService[prefix], i)
	}
	u.list.Store(n)
	return n
}

// allowPatterns lists the action patterns of all Allow statements; all says that
// one of them may be about any action.
func allowPatterns(a *decide.Access) (out []*glob.Glob, all bool) {
	for _, d := range a.Identity {
		for _, s := range d.Statements {
			switch {
			case s.Effect != policy.Allow:
			case s.Action == nil:
				if s.NotAction != nil {
					return nil, true
				}
			case s.Action.Wild:
				return nil, true
			default:
				for _, e := range s.Action.List {
					if e.Glob.HasOpaque() {
						return nil, true
					}
					out = append(out, e.Glob)
				}
			}
		}
	}
	return out, false
}

// meetsSome reports whether some pattern matches an action.
func meetsSome(patterns []*glob.Glob, action string) bool {
	name, literal := policy.ActionGlob(action).IsLiteral()
	if !literal {
		name = glob.Lower(action)
	}
	return slices.ContainsFunc(patterns, func(g *glob.Glob) bool { return g.Match(name, nil) })
}

// questions asks for actions on resources that no policy names, those of the
// same types together.
func (u *unnamed) questions(a *decide.Access) []decide.Question {
	spoken := u.names().spokenOf(a)
	if len(spoken) == 0 {
		return nil
	}
	var out []decide.Question
	at := map[string]int{}
	conditions := untold(a)
	for _, action := range spoken {
		resources := decide.AnyResource(action)
		key := strings.Join(resources, " ")
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, decide.Question{Resources: resources, Conditions: conditions})
		}
		out[i].Actions = append(out[i].Actions, action)
	}
	return out
}

func (u *unnamed) find(c *checker, side *account.Account) []*violation {
	return c.each(u.rule, side, func(side *account.Account, p *account.Principal) *violation { return u.judge(c, side, p) })
}

func (u *unnamed) judge(c *checker, side *account.Account, p *account.Principal) *violation {
	access := u.of(p).Access()
	var all decide.Question
	var first, doubt decide.Answer
	for _, q := range u.questions(access) {
		answer := decide.Grants(access, q, decide.Options{Plain: first.Result == decide.Yes})
		switch answer.Result {
		case decide.Undetermined:
			doubt = answer
		case decide.Yes:
			if first.Result != decide.Yes {
				first = answer
			}
			all.Actions = append(all.Actions, q.Actions...)
			all.Resources = append(all.Resources, q.Resources...)
			all.Conditions = q.Conditions
		}
	}
	if first.Result != decide.Yes {
		if doubt.Result == decide.Undetermined {
			c.unsure(side, u.rule, p, doubt)
		}
		return nil
	}
	v := accessViolation(p, all, first, nil)
	v.message = fmt.Sprintf("%s %s%s%s.%s", may(p), u.says, example(v, first), by(p, v.grants), notLimiting(p))
	return v
}

// example names the witness's action, where it may be shown.
func example(v *violation, a decide.Answer) string {
	if v.sensitive || a.Witness == nil {
		return ""
	}
	return " (" + a.Witness.Action + ")"
}

// worse reports whether one of the actions is allowed on a resource that no
// policy names in a request that was not allowed before.
func (u *unnamed) worse(_ *checker, before, after *violation) bool {
	if sameMeaning(before, after) {
		return false
	}
	return slices.ContainsFunc(u.questions(u.of(after.principal).Access()), func(q decide.Question) bool { return allowsMore(before, after, q) })
}

// sameMeaning reports whether two violations rest on the same statements, so
// that neither can be the worse one.
func sameMeaning(a, b *violation) bool {
	x, y := slices.Sorted(slices.Values(a.meaning)), slices.Sorted(slices.Values(b.meaning))
	return slices.Equal(slices.Compact(x), slices.Compact(y))
}
