// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// lead says in one sentence what the change newly allows, the gravest of it by
// name; "" where nothing changes.
func lead(r *validator.Report) string {
	var gains []*validator.Change
	losses, unknown := 0, 0
	for i := range r.Changes {
		switch c := &r.Changes[i]; {
		case len(c.Grants) > 0 || strings.HasPrefix(c.Boundary, "loses"):
			gains = append(gains, c)
		case len(c.Revokes) > 0:
			losses++
		case c.Boundary == "":
			unknown++
		}
	}
	if len(r.Changes) == 0 {
		return ""
	}
	weight := func(c *validator.Change) int {
		w := rank("low") + 1
		for i := range r.Findings {
			if f := &r.Findings[i]; introduced(f) && f.Address == c.Principal && f.Stack == c.Stack {
				w = min(w, rank(f.Severity))
			}
		}
		return w
	}
	slices.SortStableFunc(gains, func(a, b *validator.Change) int { return cmp.Compare(weight(a), weight(b)) })
	var parts []string
	for i, c := range gains {
		if i == 2 {
			parts = append(parts, plural(len(gains)-2, "other principal gains access", "other principals gain access"))
			break
		}
		parts = append(parts, gain(c))
	}
	if len(gains) == 0 && unknown == 0 {
		parts = append(parts, "nobody may do more than before")
	}
	if losses > 0 {
		parts = append(parts, plural(losses, "principal loses access", "principals lose access"))
	}
	if unknown > 0 {
		parts = append(parts, "what "+plural(unknown, "principal may do cannot be told", "principals may do cannot be told"))
	}
	return "With this change " + enumerate(parts) + "."
}

// gain is the first thing that a change newly allows, in words.
func gain(c *validator.Change) string {
	access := slices.DeleteFunc(slices.Clone(c.Grants), func(g validator.Grant) bool { return g.Kind != "access" })
	switch {
	case len(access) > 0:
		for i := range access {
			access[i].Except = "" // what is told of the principal tells it
		}
		all := phrases(access, "access")
		if len(all) > 1 {
			all[0] += ", and more"
		}
		return c.Principal + " may do " + all[0]
	case len(c.Grants) > 0 && c.Grants[0].Kind == "resource":
		return c.Principal + " lets " + sentence(c.Grants, "resource")
	case len(c.Grants) > 0:
		return c.Principal + " may be assumed by " + sentence(c.Grants, "trust")
	}
	return c.Principal + " " + c.Boundary
}

// enumerate joins parts of a sentence.
func enumerate(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], "; ") + "; and " + parts[len(parts)-1]
}

// changeWords say a change of one principal, without its name.
func changeWords(c *validator.Change) []string {
	var parts []string
	if c.Boundary != "" {
		parts = append(parts, c.Boundary)
	}
	if s := sentence(c.Grants, "access"); s != "" {
		parts = append(parts, "newly may do "+s)
	}
	if s := sentence(c.Grants, "trust"); s != "" {
		parts = append(parts, "may newly be assumed by "+s)
	}
	if s := sentence(c.Grants, "resource"); s != "" {
		parts = append(parts, "newly lets "+s)
	}
	if s := sentence(c.Revokes, "access"); s != "" {
		parts = append(parts, "no longer may do "+s)
	}
	if s := sentence(c.Revokes, "trust"); s != "" {
		parts = append(parts, "may no longer be assumed by "+s)
	}
	if s := sentence(c.Revokes, "resource"); s != "" {
		parts = append(parts, "no longer lets "+s)
	}
	if len(parts) == 0 {
		parts = []string{"changes in a way that cannot be told"}
	}
	return parts
}
