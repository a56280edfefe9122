// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
)

// rules are those of the catalogue, and the checks of the configuration.
func (c *checker) rules() []*Rule {
	out := Rules()
	for _, check := range c.config.Checks {
		out = append(out, customRule(check))
	}
	return out
}

// customRule makes a rule of a check of the configuration. What cannot be
// determined is a finding as well: a check that cannot be tried is not kept.
func customRule(check *config.Check) *Rule {
	fix := check.Remediation
	if fix == "" {
		fix = fmt.Sprintf("Keep the condition of the check %s, or agree on a waiver.", check.Name)
	}
	return &Rule{
		Name: check.Name, Title: check.Name, Severity: check.Severity, Citations: check.Citations, NIST: check.NIST, Fix: fix,
		find: func(c *checker, side *account.Account) []*violation {
			var out []*violation
			for _, r := range side.OfType(check.Resources...) {
				if v := c.checkResource(check, side, r); v != nil {
					out = append(out, v)
				}
			}
			return out
		},
		// What was allowed before to a lesser extent is worse now.
		worse: func(_ *checker, before, after *violation) bool {
			if before.principal != nil && slices.ContainsFunc(after.asks, func(q decide.Question) bool { return allowsMore(before, after, q) }) {
				return true
			}
			return slices.ContainsFunc(after.documents, func(q documentQuestion) bool {
				i := slices.IndexFunc(before.documents, func(o documentQuestion) bool { return o.key == q.key })
				return i >= 0 && q.allowsMore(before.documents[i])
			})
		},
	}
}

// checkResource judges one resource by a check; nil: it keeps it.
func (c *checker) checkResource(check *config.Check, side *account.Account, r *account.Resource) *violation {
	q := &questions{checker: c, side: side}
	object := objectOf(r, c.opt.Stacks, false)
	o := check.Evaluate(object, objectOf(r, c.opt.Stacks, true), q.of(r.Address))
	if o.Why == "" && o.Holds {
		return nil
	}
	v := &violation{
		key: r.Address, previous: r.PreviousAddress, address: r.Address, sensitive: o.Sensitive || q.sensitive, message: o.Message,
		meaning: append(q.meaning, "outcome "+o.Why), related: q.related,
	}
	v.meaning = append(v.meaning, attributesUsed(check, object)...)
	if v.message == "" || v.sensitive {
		v.message = fmt.Sprintf("The %s does not keep the check %s.", r.Address, check.Name)
	}
	if o.Why != "" {
		why := o.Why
		if q.why != "" {
			why += ": " + q.why
		}
		v.message = fmt.Sprintf("Whether %s keeps the check %s cannot be determined: %s", r.Address, check.Name, ended(why))
		v.fix = "Make what the check asks for known when planning, or change its condition so that it can be determined."
	}
	if p := side.Principal(r.Address); p != nil {
		v.principal = p
	}
	v.witness, v.asks, v.documents = q.witness, q.asks, q.asked
	return v
}

// ended ends a sentence that does not end yet.
func ended(s string) string {
	if strings.HasSuffix(s, "?") {
		return s
	}
	return strings.TrimSuffix(s, ".") + "."
}

// attributesUsed is what the condition reads of the resource, but for what is
// sensitive: it is part of what a waiver of the finding is of.
func attributesUsed(check *config.Check, resource cty.Value) []string {
	var out []string
	scope := &hcl.EvalContext{Variables: map[string]cty.Value{"resource": resource}}
	for _, t := range check.Condition.Variables() {
		if len(t) < 2 {
			continue // all of it: what the functions find is in the meaning
		}
		v, diags := t.TraverseAbs(scope)
		if diags.HasErrors() || !v.IsWhollyKnown() || v.ContainsMarked() {
			continue
		}
		if text, err := ctyjson.Marshal(v, v.Type()); err == nil {
			out = append(out, "attribute "+pathOf(t)+" "+string(text))
		}
	}
	return out
}

func pathOf(t hcl.Traversal) string {
	var b strings.Builder
	for _, step := range t[1:] {
		switch s := step.(type) {
		case hcl.TraverseAttr:
			b.WriteString("." + s.Name)
		case hcl.TraverseIndex:
			fmt.Fprintf(&b, "[%#v]", s.Key)
		}
	}
	return b.String()
}
