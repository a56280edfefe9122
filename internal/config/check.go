// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// Check is a rule of the organisation's own.
type Check struct {
	Name string
	// Resources are the types of the resources that it is evaluated for.
	Resources []string
	// Condition holds where the check is kept, and Message says what is wrong
	// where it is not.
	Condition, Message hcl.Expression
	Severity           Severity
	// Citations are CFR sections without the title number, NIST controls of SP 800-53.
	Citations, NIST []string
	// Remediation says what to do; "" where nothing is said.
	Remediation string
	Range       hcl.Range
}

var (
	checkName    = matching(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`, "no name of a check, which is of small letters, digits and single hyphens, such as \"acme-no-delete\"")
	resourceType = matching(`^[a-z][a-z0-9]*(_[a-z0-9]+)+$`, "no resource type, such as \"aws_iam_role\"")
	citationForm = matching(`^16[0-9]\.[0-9]+(\([0-9a-zA-Z]+\))*$`, "no section of 45 CFR, such as \"164.312(a)(1)\"")
)

// resourceTypes refuses misspelled types: a check of one would hold nothing, which
// nobody would notice.
func (d *decoder) resourceTypes(a *hcl.Attribute, names []string) {
	if len(names) == 0 && !d.diags.HasErrors() {
		d.invalid(a, "it is empty, and the check would hold nothing")
	}
	d.spelled(a, "resource type", names, d.rules.ResourceType)
}

// spelled refuses misspelled names in a list.
func (d *decoder) spelled(a *hcl.Attribute, what string, names []string, misspelled func(name string) (near string, wrong bool)) {
	if misspelled == nil {
		return
	}
	elements, _ := hcl.ExprList(a.Expr)
	for i, name := range names {
		near, wrong := misspelled(name)
		if !wrong {
			continue
		}
		at := a.Expr.Range()
		if len(elements) == len(names) {
			at = elements[i].Range()
		}
		problem := fmt.Sprintf("There is no %s %q.", what, name)
		if near != "" {
			problem += fmt.Sprintf(" Did you mean %q?", near)
		}
		d.fail("Unknown "+what, problem, at)
	}
}

func (d *decoder) checks() section {
	of := func(c *Check, done func()) body {
		severity := c.Severity.String()
		severityOf := setting(d, "severity", "The severity of its findings.", text(severityForm), &severity, nil).or("medium")
		return body{
			fields: []field{
				setting(d, "resources", "Types of the resources that it is evaluated for.", list(resourceType), &c.Resources, nil).then(func(a *hcl.Attribute) { d.resourceTypes(a, c.Resources) }).must(),
				d.expression("condition", "What has to hold; where it does not, or cannot be told, there is a finding.", &c.Condition, func(a *hcl.Attribute) { d.tryCheck(a.Expr) }).must(),
				d.expression("message", "What is wrong where the condition does not hold; a template over the resource.", &c.Message, func(a *hcl.Attribute) { d.tryCheck(a.Expr) }).must(),
				severityOf.then(func(*hcl.Attribute) { c.Severity, _ = ParseSeverity(severity) }),
				setting(d, "citations", "Sections of 45 CFR, such as \"164.312(a)(1)\".", list(citationForm), &c.Citations, nil),
				setting(d, "nist", "Controls of NIST SP 800-53, such as \"AC-6\".", list(notEmpty), &c.NIST, nil),
				setting(d, "remediation", "What to do about it.", text(notEmpty), &c.Remediation, nil),
			},
			done: done,
		}
	}
	return section{
		name: "check", doc: "A rule of your own, evaluated for each resource of these types.", label: "name", labelForm: checkName,
		body: func(b *hcl.Block) body {
			c := &Check{Name: b.Labels[0], Severity: Medium, Range: b.DefRange}
			return of(c, func() {
				if slices.Contains(d.rules.Rules, c.Name) || slices.Contains(d.rules.Later, c.Name) {
					d.fail("Duplicate check", fmt.Sprintf("%q is the name of a rule; choose another name.", c.Name), b.LabelRanges[0])
				}
				for _, o := range d.config.Checks {
					if o.Name == c.Name {
						d.taken("check", c.Name, o.Range, b.DefRange)
					}
				}
				d.config.Checks = append(d.config.Checks, c)
			})
		},
		present: func() []present {
			var out []present
			for _, c := range d.config.Checks {
				out = append(out, present{c.Name, of(c, nil)})
			}
			return out
		},
	}
}
