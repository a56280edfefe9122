// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"slices"
	"sort"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// knownActions cuts cells of actions down to the actions that AWS has today.
func (sp *space) knownActions(in cells) cells {
	var out cells
	sp.eachKnown(in, func(_ *reference.Service, _ *reference.Action, g *glob.Glob) bool {
		out = append(out, &cell{must: []*glob.Glob{g}})
		return true
	})
	return out
}

// eachKnown calls f with each known action in the cells, also as a glob, until f
// returns false or the budget is spent.
func (sp *space) eachKnown(in cells, f func(s *reference.Service, a *reference.Action, g *glob.Glob) bool) {
	for _, c := range in {
		cost := 16 + 8*len(slices.Concat(c.must, c.mustNot))
		for _, prefix := range servicesOf(c) {
			s, ok := reference.LookupService(prefix)
			if !ok {
				continue
			}
			for i := range s.Actions {
				if sp.budget.Spend(cost); sp.budget.Spent() {
					return
				}
				g := glob.Literal(s.Prefix+":"+s.Actions[i].Name, true)
				if text, _ := g.IsLiteral(); holds(c, text) && !f(s, &s.Actions[i], g) {
					return
				}
			}
		}
	}
}

// servicesOf lists the services that a cell's actions may belong to.
func servicesOf(c *cell) []string {
	for _, m := range c.must {
		if prefix, _, whole := strings.Cut(m.Prefix(), ":"); whole {
			return []string{prefix}
		}
	}
	var out []string
	for _, s := range reference.Services() {
		if !slices.ContainsFunc(c.must, func(m *glob.Glob) bool { return !strings.HasPrefix(s, m.Prefix()) }) {
			out = append(out, s)
		}
	}
	return out
}

// holds reports whether a text without open places is in the cell.
func holds(c *cell, text string) bool {
	for _, m := range c.must {
		if !m.Match(text, nil) { // nor does a pattern with open places
			return false
		}
	}
	for _, m := range c.mustNot {
		if m.Match(text, nil) {
			return false
		}
	}
	return true
}

// arnsFor returns an ARN with this name for each type of resource that an
// action takes, or "*" where it takes none.
func arnsFor(action, account, name string) []string {
	s, a, ok := reference.LookupAction(action)
	if !ok {
		return nil
	}
	if len(a.Resources) == 0 {
		return []string{"*"}
	}
	var out []string
	for _, form := range formsOf(s, a) {
		out = append(out, fillARN(form, "aws", "us-east-1", account, name))
	}
	sort.SliceStable(out, func(i, j int) bool { return len(out[i]) < len(out[j]) }) // the plainest first
	return out
}

// formsOf lists the forms of the ARNs that an action takes, such as
// arn:${Partition}:s3:::${BucketName}.
func formsOf(s *reference.Service, a *reference.Action) []string {
	var out []string
	for _, r := range a.Resources {
		if t, ok := s.ResourceType(r.Type); ok {
			out = append(out, t.ARNs...)
		}
	}
	return out
}

// fillARN puts names into the places of arn:${Partition}:… .
func fillARN(pattern, partition, region, account, name string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(pattern, "${")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		place, after, _ := strings.Cut(rest, "}")
		switch place {
		case "Partition":
			b.WriteString(partition)
		case "Region":
			b.WriteString(region)
		case "Account":
			b.WriteString(account)
		default:
			b.WriteString(name)
		}
		pattern = after
	}
}
