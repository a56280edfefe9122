// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// Acceptance is why a finding does not block: the built-in template of which
// the role is made is meant to break the rule, and says why that is right.
type Acceptance struct {
	Template, Version string
	// Reason is the catalogue's, not what a plan says.
	Reason string
}

// Owner names who stands for the acceptance, as reports show it beside waivers.
func (a *Acceptance) Owner() string { return "template " + a.Template + "@" + a.Version }

// acceptance returns the template's acceptance of a rule. The role has to say
// that it holds for its arguments, and the embedded catalogue has to have it
// for that template and version: a plan alone is not believed.
func acceptance(p *account.Principal, rule string) *Acceptance {
	if p == nil || p.Template == nil || p.Template.Version == "" || !slices.Contains(p.Template.Accepts, rule) {
		return nil
	}
	t := template.Catalogue().Template(p.Template.Name, p.Template.Version)
	if t == nil {
		return nil
	}
	for _, a := range t.Accepts {
		if a.Rule == rule {
			return &Acceptance{Template: t.Name, Version: t.Version, Reason: a.Reason}
		}
	}
	return nil
}

// accepted returns the acceptance that holds a violation after the change. It
// is of what the template's own documents break: what others that are attached
// to the role add is not accepted with it.
func (c *checker) accepted(r *Rule, v *violation) *Acceptance {
	p := v.principal
	if p == nil {
		p = c.change.After.Principal(v.address)
	}
	a := acceptance(p, r.Name)
	if a == nil {
		return nil
	}
	own := *p
	own.Identity = slices.DeleteFunc(slices.Clone(p.Identity), func(at account.Attachment) bool {
		return at.Document.Address != p.Address || p.Address == ""
	})
	if len(own.Identity) == len(p.Identity) {
		return a
	}
	if r.find == nil {
		return nil
	}
	side := *c.change.After
	side.Principals = slices.Clone(side.Principals)
	for i, o := range side.Principals {
		if o == p {
			side.Principals[i] = &own
		}
	}
	asked := c.questions
	defer func() { c.questions = asked }()
	for _, w := range r.find(c, &side) {
		if w.key == v.key && c.severity(r, v) <= c.severity(r, w) && (r.worse == nil || !r.worse(c, w, v)) {
			return a
		}
	}
	return nil
}
