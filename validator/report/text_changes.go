// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"fmt"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// Bounds of the part that says what the change newly allows: it leads, so it
// has to stay short. The JSON report has all of it.
const (
	maxPrincipals = 12
	maxSentence   = 4
)

// changes leads with what the change newly allows and takes away, a sentence a
// principal.
func (t *text) changes() {
	if len(t.r.Changes) == 0 {
		return
	}
	t.line("")
	t.line(t.bold("What changes"))
	for i, c := range t.r.Changes {
		if i == maxPrincipals {
			t.line(fmt.Sprintf("  and %d more principals (all are in the JSON report)", len(t.r.Changes)-maxPrincipals))
			break
		}
		t.change(c)
	}
}

func (t *text) change(c validator.Change) {
	var parts []string
	if s := sentence(c.Grants, "access"); s != "" {
		parts = append(parts, "newly may "+s)
	}
	if s := sentence(c.Grants, "trust"); s != "" {
		parts = append(parts, "may newly be assumed by "+s)
	}
	if s := sentence(c.Revokes, "access"); s != "" {
		parts = append(parts, "no longer may "+s)
	}
	if s := sentence(c.Revokes, "trust"); s != "" {
		parts = append(parts, "may no longer be assumed by "+s)
	}
	if len(parts) == 0 {
		parts = []string{"changes in a way that is not known before apply"}
	}
	for i, l := range wrap(c.Principal+" "+strings.Join(parts, "; ")+".", width-4) {
		indent := "    "
		if i == 0 {
			indent = "  "
		}
		t.line(indent + l)
	}
}

// sentence lists grants of one kind, those of one resource and condition together.
func sentence(list []validator.Grant, kind string) string {
	type group struct {
		on, condition string
		actions       []string
	}
	var groups []*group
	for _, g := range list {
		if g.Kind != kind {
			continue
		}
		on, what := g.Resource, g.Action
		if kind == "trust" {
			on, what = "", g.Who
		}
		var at *group
		for _, o := range groups {
			if o.on == on && o.condition == g.Condition {
				at = o
			}
		}
		if at == nil {
			at = &group{on: on, condition: g.Condition}
			groups = append(groups, at)
		}
		at.actions = append(at.actions, what)
	}
	var out []string
	for i, g := range groups {
		if i == maxSentence {
			out = append(out, fmt.Sprintf("and more (%d)", len(groups)-maxSentence))
			break
		}
		actions := g.actions
		more := ""
		if len(actions) > maxSentence {
			more = fmt.Sprintf(" and %d more", len(actions)-maxSentence)
			actions = actions[:maxSentence]
		}
		s := strings.Join(actions, ", ") + more
		if kind == "access" {
			s += " on " + g.on
		}
		if g.condition != "" {
			s += " (if " + g.condition + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}
