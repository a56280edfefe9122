// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// question is one question made ready to search.
type question struct {
	opt        Options
	scope      Question
	candidates []*candidate
	ambiguous  bool
	// formula returns what is asked, for one principal and one reading.
	formula func(c *compiler, p policy.Principal) *formula
	// confirm reports whether a request proves Yes, by policy.Evaluate alone.
	confirm func(r *policy.Request) bool
	docs    []*policy.Document
	effort  effort
	// variables says that some document holds policy variables.
	variables bool
}

func newQuestion(before, after *Access, q Question, opt Options) *question {
	out := &question{opt: opt, scope: q}
	p := after.Principal
	if p.ID == "" {
		out.candidates = []*candidate{anyRole}
	} else {
		who := very(p)
		who.resourceAccount = after.ResourceAccount
		out.candidates = []*candidate{who}
	}
	defer out.complete()
	out.formula = func(c *compiler, p policy.Principal) *formula {
		return allOf(c.access(after, p), not(c.access(before, p)))
	}
	out.confirm = func(r *policy.Request) bool {
		return evaluate(after, r) == policy.Allowed && (before == nil || evaluate(before, r) == policy.Denied)
	}
	for _, a := range []*Access{before, after} {
		if a != nil {
			out.use(a.All()...)
		}
	}
	return out
}

// evaluate decides a request with what is at hand.
func evaluate(a *Access, r *policy.Request) policy.Result {
	p := a.Policies
	p.ResourceNotAtHand = p.Resource == nil
	req := *r
	if req.Principal.Account == "" && req.Principal.HasIdentity() { // that is not known: the resource's, as the search has it
		if req.Principal.Account = owner(r.Resource); req.Principal.Account == "" {
			req.Principal.Account = exampleAccount
		}
	}
	if req.ResourceAccount = a.ResourceAccount; req.ResourceAccount == "" {
		req.ResourceAccount = r.Principal.Account
	}
	return policy.Evaluate(&p, &req).Result
}

// newDocumentQuestion asks what after grants, or with compare set, what it
// grants that before does not.
func newDocumentQuestion(before, after *policy.Document, compare bool, kind policy.Kind, q Question, opt Options) *question {
	out := &question{opt: opt, scope: q}
	for _, d := range []*policy.Document{before, after} {
		if d != nil {
			out.use(d)
		}
	}
	switch kind {
	case policy.Resource, policy.Trust:
		out.candidates = openPrincipals(out.docs, q)
	case policy.RCP:
		out.candidates = limitPrincipals()
	default:
		out.candidates = []*candidate{anyone}
	}
	out.complete()
	out.formula = func(c *compiler, _ policy.Principal) *formula {
		if !compare {
			return c.document(after, kind)
		}
		return allOf(c.document(after, kind), not(c.document(before, kind)))
	}
	granted := func(d *policy.Document, r *policy.Request) policy.Result {
		switch {
		case d != nil:
			return policy.GrantedBy(d, r).Result
		case kind == policy.SCP || kind == policy.RCP:
			return policy.Allowed // what is not there limits nothing
		}
		return policy.Denied
	}
	out.confirm = func(r *policy.Request) bool {
		return granted(after, r) == policy.Allowed && (!compare || granted(before, r) == policy.Denied)
	}
	return out
}

// complete adds the candidates that the documents tell apart by other keys than
// those of who asks.
func (q *question) complete() {
	if asksForOwner(q.docs) {
		q.candidates = ownerless(q.candidates)
	}
}

func (q *question) use(docs ...*policy.Document) {
	for _, d := range docs {
		q.docs = append(q.docs, d)
		q.ambiguous = q.ambiguous || d.Ambiguous()
		q.effort.add(d)
		q.variables = q.variables || d.HasVariables()
	}
}

// answer asks under the usual reading, and where some pattern has another one,
// under all: what does not hold under every reading is undetermined.
func (q *question) answer() Answer {
	readings := policy.Readings
	if !q.ambiguous {
		readings = readings[:1]
	}
	budget := q.opt.States
	if budget == 0 {
		budget = DefaultStates
	}
	sp := &space{budget: glob.Budget{States: budget}, asked: map[*glob.Glob]bool{}, who: anyone}
	unsure := ""
	for _, r := range readings {
		a := newSearch(q, newCompiler(r), sp).run(q.candidates)
		if byCases(a.Reason) && !sp.budget.Spent() {
			if cases := q.cases(); cases != nil {
				sp.budget.States /= 3 // so that a question costs what it did where they settle nothing
				if by := newSearch(q, newCompiler(r), sp).run(cases); by.Result != Undetermined {
					a = by
				}
			}
		}
		if a.Result == Yes {
			return a // the witness is confirmed under every reading
		}
		if unsure == "" {
			unsure = a.Reason
		}
	}
	if unsure != "" {
		return Answer{Result: Undetermined, Reason: unsure, SettledBy: settledBy(unsure)}
	}
	return Answer{}
}

// effort is what it costs to confirm one request, in elementary operations: for
// reading the documents, and for each character of an action, of a resource and
// of the values of keys.
type effort struct{ documents, action, resource, values int }

func (e *effort) add(d *policy.Document) {
	e.documents += d.Length / 2
	for _, s := range d.Statements {
		e.action += s.Action.Effort() + s.NotAction.Effort()
		e.resource += s.Resource.Effort() + s.NotResource.Effort()
		for _, c := range s.Conditions {
			if set := c.Set(); set != nil {
				for _, g := range set.Globs {
					e.values += g.Effort()
				}
			}
		}
	}
}

// of returns the cost of one request. A step of matching is quicker than an
// elementary operation.
func (e *effort) of(r *policy.Request) int {
	length := 0
	for _, values := range r.Context {
		for _, v := range values {
			length += len(v)
		}
	}
	return e.documents + (e.action*len(r.Action)+e.resource*len(r.Resource)+e.values*length)/2
}
