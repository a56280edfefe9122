// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import (
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// step is one permission on the way, with the request that proves it.
type step struct {
	action  string
	witness *decide.Witness
}

// remake looks for ways in two steps: to change what a principal may do, and then to
// act as it. entries are the ways to act as it in one step, of which one is enough, and
// ways those that need more: to run something under it, or to change who it trusts.
func (c *climber) remake(t *Principal, entries []step, ways []Escalation) {
	if len(entries) == 0 {
		c.remakeBy(t, ways)
		return
	}
	into := entries[0]
	found := func(change step) {
		permissions, witnesses := []string{change.action, into.action}, []*decide.Witness{change.witness, into.witness}
		c.found(Escalation{Permissions: permissions, Target: t, Witnesses: witnesses})
	}
	made := t.Policies()
	made.Identity = []*policy.Document{everything}
	if changes := c.changes(t); len(changes) > 0 && c.gainsBy(made) {
		for _, s := range changes {
			found(s)
		}
	}
	if t.Boundary.State == BoundaryAbsent || t.Kind == Group {
		return
	}
	unbounded := t.Policies()
	unbounded.Boundary = nil
	action := "iam:Delete" + titled(t.Kind) + "PermissionsBoundary"
	if w := c.may(action, t.ResourcePatterns(), changing(action, t)...); w != nil && c.gainsBy(unbounded) {
		found(step{action, w})
	}
}

// remakeBy is remake for a role that cannot be assumed as it is.
func (c *climber) remakeBy(t *Principal, ways []Escalation) {
	made := t.Policies()
	if len(ways) == 0 || c.gainsBy(made) {
		return // nothing has to be changed
	}
	made.Identity = []*policy.Document{everything}
	changes := c.changes(t)
	if len(changes) == 0 || !c.gainsBy(made) {
		return
	}
	for _, way := range ways {
		c.found(Escalation{
			Permissions: append([]string{changes[0].action}, way.Permissions...), Target: t, Witnesses: append([]*decide.Witness{changes[0].witness}, way.Witnesses...),
		})
	}
}

// everything is what a principal may do to whom any policy can be given.
var everything = FullAccess(policy.Identity)

// changes lists the actions by which any policy can be given to a principal.
func (c *climber) changes(t *Principal) []step {
	var out []step
	try := func(action string, resources []string) {
		if w := c.may(action, resources, changing(action, t)...); w != nil {
			out = append(out, step{action, w})
		}
	}
	kind := titled(t.Kind)
	try("iam:Attach"+kind+"Policy", t.ResourcePatterns())
	try("iam:Put"+kind+"Policy", t.ResourcePatterns())
	var policies []string
	for _, at := range t.All() {
		if !strings.HasPrefix(at.Document.ARN, "arn:aws:iam::aws:") {
			policies = append(policies, at.Document.ResourcePatterns()...)
		}
	}
	try("iam:CreatePolicyVersion", policies)
	return out
}

func titled(k Kind) string {
	switch k {
	case User:
		return "User"
	case Group:
		return "Group"
	}
	return "Role"
}

// shed looks for denials among the principal's own policies of which it can rid itself.
func (c *climber) shed() {
	try := func(at Attachment, holder *Principal) {
		d := at.Document
		if d.Policy == nil || !denies(d.Policy) {
			return
		}
		action := "iam:Delete" + titled(holder.Kind) + "Policy"
		var conditions []*policy.Condition
		if d.Managed || d.ARN != "" {
			action = "iam:Detach" + titled(holder.Kind) + "Policy"
			if d.ARN != "" {
				conditions = []*policy.Condition{condition("ArnEquals", "iam:PolicyARN", d.ARN)}
			}
		}
		if c.nowhere(action) {
			return
		}
		without := c.p.Policies()
		var rest []*policy.Document
		for _, other := range without.Identity {
			if other != d.Policy {
				rest = append(rest, other)
			}
		}
		without.Identity = rest
		conditions = append(conditions, changing(action, holder)...)
		if w := c.may(action, holder.ResourcePatterns(), conditions...); w != nil && c.gainsBy(without) {
			c.found(Escalation{Permissions: []string{action}, Self: true, Witnesses: []*decide.Witness{w}})
		}
	}
	for _, at := range c.p.Identity {
		try(at, c.p)
	}
	for _, m := range c.p.Groups {
		for _, at := range m.Group.Identity {
			try(at, m.Group)
		}
	}
}

func denies(d *policy.Document) bool {
	for _, s := range d.Statements {
		if s.Effect == policy.Deny {
			return true
		}
	}
	return false
}
