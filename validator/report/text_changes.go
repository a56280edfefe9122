// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"fmt"
	"slices"
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
	for i, l := range wrap(c.Principal+" "+strings.Join(changeWords(&c), "; ")+".", width-4) {
		indent := "    "
		if i == 0 {
			indent = "  "
		}
		t.line(indent + l)
	}
}

// group is grants that one part of a sentence tells together.
type group struct {
	what, on          []string
	condition, except string
}

// starred says a lone star in words.
func starred(noun, pattern string) string {
	if pattern == "*" {
		return "any " + noun
	}
	return pattern
}

// sentence lists grants of one kind.
func sentence(list []validator.Grant, kind string) string {
	return strings.Join(phrases(list, kind), "; ")
}

// maxExcept is how much of what is denied is told in words; more only is said to
// be there.
const maxExcept = 80

func exceptWords(denied string) string {
	switch {
	case denied == "":
		return ""
	case len(denied) > maxExcept:
		return " (less what is denied)"
	}
	return " (but not " + denied + ")"
}

// phrases lists grants of one kind: the actions of one resource and condition
// together, and the resources of the same actions.
func phrases(list []validator.Grant, kind string) []string {
	var groups []*group
	for _, g := range list {
		if g.Kind != kind {
			continue
		}
		on, what, except := starred("resource", g.Resource), starred("action", g.Action), exceptWords(g.Except)
		if kind == "trust" {
			on, what = "", starred("principal", g.Who)
		} else if kind == "resource" {
			on, what = "", starred("principal", g.Who)+" do "+what+" on "+on
		}
		i := slices.IndexFunc(groups, func(o *group) bool { return o.on[0] == on && o.condition == g.Condition && o.except == except })
		if i < 0 {
			i = len(groups)
			groups = append(groups, &group{on: []string{on}, condition: g.Condition, except: except})
		}
		groups[i].what = append(groups[i].what, what)
	}
	var merged []*group
	for _, g := range groups {
		i := slices.IndexFunc(merged, func(o *group) bool {
			return slices.Equal(o.what, g.what) && o.condition == g.condition && o.except == g.except
		})
		if i < 0 {
			merged = append(merged, g)
		} else {
			merged[i].on = append(merged[i].on, g.on...)
		}
	}
	var out []string
	for i, g := range merged {
		if i == maxSentence {
			out = append(out, fmt.Sprintf("and more (%d)", len(merged)-maxSentence))
			break
		}
		s := few(g.what)
		if kind == "access" {
			s += " on " + few(g.on)
		}
		if g.condition != "" {
			s += " (if " + g.condition + ")"
		}
		out = append(out, s+g.except)
	}
	return out
}

// few lists the first texts and counts the others.
func few(list []string) string {
	if len(list) <= maxSentence {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:maxSentence], ", "), len(list)-maxSentence)
}
