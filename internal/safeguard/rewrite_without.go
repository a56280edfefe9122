// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
	aws "github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// withoutActions writes a finding's statement without some actions: those that are
// named go, and a pattern over a service that is about one of them gives way to what
// reads in that service.
func (v *violation) withoutActions(actions []string) string {
	for _, g := range v.grants {
		r := rewrite(g.attachment.Document, g.statement)
		if r == nil || g.statement.Action == nil {
			continue
		}
		kept, changed := []string{}, false
		for i, p := range g.statement.Action.List {
			if !aboutSome(p, actions) {
				kept = append(kept, r.action[i])
				continue
			}
			prefix, name, _ := strings.Cut(p.Text.Value, ":")
			if strings.ContainsAny(prefix, "*?") || r.failed {
				return "" // what is to be left of everything is not told
			}
			changed = true
			if strings.ContainsAny(name, "*?") {
				kept = append(kept, quoted(readingIn(prefix, actions))...)
			}
		}
		switch {
		case !changed:
		case len(kept) == 0:
			return " Here: take the statement out; it allows nothing else."
		default:
			r.action = unique(kept)
			return instead(r)
		}
	}
	return ""
}

// aboutSome reports whether an entry of a statement is about one of some actions.
func aboutSome(p *policy.Pattern, actions []string) bool {
	return p.Glob == nil || slices.ContainsFunc(actions, func(a string) bool { return p.Glob.Match(glob.Lower(a), nil) })
}

// readingIn are patterns of the actions of a service that read, without some actions.
func readingIn(prefix string, not []string) []string {
	s, ok := aws.LookupService(prefix)
	if !ok {
		return nil
	}
	var out []string
	for _, verb := range []string{"Describe", "Get", "List", "Lookup"} {
		begins := func(name string) bool { return strings.HasPrefix(name, verb) }
		barred := slices.ContainsFunc(not, func(a string) bool {
			of, name, _ := strings.Cut(a, ":")
			return strings.EqualFold(of, s.Prefix) && begins(name)
		})
		if !barred && slices.ContainsFunc(s.Actions, func(a aws.Action) bool { return begins(a.Name) }) {
			out = append(out, s.Prefix+":"+verb+"*")
		}
	}
	return out
}

// narrowerWay writes the statement by which permissions are gained so that they are
// not: the roles that are passed named, a boundary demanded, or the action gone.
func (c *checker) narrowerWay(v *violation) string {
	if len(v.asked) == 0 {
		return ""
	}
	if slices.Contains(v.asked[0].Actions, "iam:PassRole") {
		return c.namedRoles(v)
	}
	var way []string
	for _, q := range v.asked {
		way = append(way, q.Actions...)
	}
	if text := c.underBoundary(v, way); text != "" {
		return text
	}
	return v.withoutActions(way)
}

// underBoundary writes a statement about changing principals with the condition that
// they have a boundary, where its actions are named and all can be held to one.
func (c *checker) underBoundary(v *violation, way []string) string {
	const key = "iam:PermissionsBoundary"
	for _, g := range v.grants {
		r := rewrite(g.attachment.Document, g.statement)
		if r == nil || g.statement.Action == nil {
			continue
		}
		var bound []string
		for i, p := range g.statement.Action.List {
			if !aboutSome(p, way) {
				continue
			}
			s, a, ok := aws.LookupAction(p.Text.Value)
			if !ok || !s.MayCarry(a, key) || strings.HasPrefix(a.Name, "Delete") {
				return ""
			}
			bound = append(bound, r.action[i])
		}
		if len(bound) == 0 {
			continue
		}
		rest := r.rest(g.statement, way, nil)
		r.action = bound
		return instead(r.when("StringEquals", key, hclQuoted(c.someBoundary(g.attachment.Document))), rest)
	}
	return ""
}

// someBoundary is a boundary that the organisation allows, or the form of one.
func (c *checker) someBoundary(d *account.Document) string {
	for _, arn := range c.config.Boundary.Allowed {
		if !strings.Contains(arn, "*") {
			return arn
		}
	}
	return strings.Replace(c.form(d, "iam:GetPolicy"), "/NAME", "/BOUNDARY", 1)
}

// actionsOf lists the actions of some services.
func actionsOf(services []string) []string {
	var out []string
	for _, prefix := range services {
		if s, ok := aws.LookupService(prefix); ok {
			for _, a := range s.Actions {
				out = append(out, s.Prefix+":"+a.Name)
			}
		}
	}
	return out
}
