// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"fmt"
	"strings"
)

// Step is what one statement says about a request.
type Step struct {
	Document  *Document
	Statement *Statement
	// Match tells whether the statement is about the request.
	Match Truth
	// Because says what keeps it from matching, or why that is not known.
	Because string
}

// Trace returns what each statement says about a request whose action the
// statement is about, in the order of Policies.All; statements about other
// actions are left out and counted.
func Trace(p *Policies, r *Request) (steps []Step, others int) {
	req := p.prepare(r)
	for _, d := range p.All() {
		for _, s := range d.Statements {
			if s.matchAction(req.action) == False {
				others++
				continue
			}
			t, _, _ := s.match(d, req, Reading{})
			step := Step{Document: d, Statement: s, Match: t}
			if t != True {
				step.Because = s.because(d, req)
			}
			steps = append(steps, step)
		}
	}
	return steps, others
}

// because names what keeps a statement from matching.
func (s *Statement) because(d *Document, req *prepared) string {
	var out []string
	add := func(t Truth, format string, args ...any) {
		switch t {
		case False:
			out = append(out, fmt.Sprintf(format, args...))
		case Unknown:
			out = append(out, "it is not known whether "+fmt.Sprintf(format, args...))
		}
	}
	add(s.matchResource(req, Reading{}), "the resource is another one")
	if d.Kind.HasPrincipal() {
		t, _, _ := s.Names(req.Principal)
		add(t, "the principal is another one")
	}
	for _, c := range s.Conditions {
		v := req.values(c.match.key)
		has := "has no " + c.Key
		if len(v) > 0 {
			has = fmt.Sprintf("has %s = %s", c.Key, strings.Join(v, ", "))
		}
		add(c.Evaluate(v, true, req), "%s %s does not hold: the request %s", c.Operator.Name, c.Key, has)
	}
	return strings.Join(out, "; ")
}
