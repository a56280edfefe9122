// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// knownRule checks the name in a block's label.
func (d *decoder) knownRule(block *hcl.Block) {
	name := block.Labels[0]
	if slices.Contains(d.rules.Later, name) {
		d.fail("Not available in this version", fmt.Sprintf("The rule %q is not available in this version. Remove it, or use a version that has it.", name), block.LabelRanges[0])
		return
	}
	d.pending = append(d.pending, pendingName{"Unknown rule", name, block.LabelRanges[0]})
}

func (d *decoder) rule() section {
	c := d.config
	of := func(name string, block *hcl.Block) body {
		set := c.Rules[name]
		severity := ""
		if set.Severity != 0 {
			severity = set.Severity.String()
		}
		enabled, waivable := !set.Disabled, !set.NotWaivable
		return body{
			fields: []field{
				setting(d, "severity", "The severity of the rule's findings.", text(severityForm), &severity, func(_, after string) string {
					least := set.Severity
					if least == 0 {
						least = d.rules.Severities[name]
					}
					if s, _ := ParseSeverity(after); s < least {
						return "it must be at least " + least.String()
					}
					return ""
				}).or("the rule's own"),
				setting(d, "enabled", "Whether the rule runs.", boolean, &enabled, stillTrue).or("true"),
				setting(d, "waivable", "Whether a waiver can hold the rule's findings.", boolean, &waivable, notMadeTrue).or("true"),
			},
			done: func() {
				d.resting(name, set, severity, enabled, block)
				if severity != "" {
					set.Severity, _ = ParseSeverity(severity) // severityForm has checked it
				}
				set.Disabled, set.NotWaivable = !enabled, !waivable
				if c.Rules == nil {
					c.Rules = map[string]RuleSetting{}
				}
				c.Rules[name] = set
			},
		}
	}
	return section{
		name: "rule", doc: "Changes one rule.", label: "name", rule: true,
		body: func(b *hcl.Block) body { return of(b.Labels[0], b) },
		present: func() []present {
			var out []present
			for _, name := range sortedKeys(c.Rules) {
				out = append(out, present{name, of(name, nil)})
			}
			return out
		},
	}
}

func (d *decoder) waiver() section {
	of := func(w *Waiver, done func()) body {
		return body{
			fields: []field{
				setting(d, "address", "The finding's address; only * is special, and stands for any text.", text(form{}), &w.Address, nil).must(),
				setting(d, "digest", "The meaning that is waived, as the report gives it; a finding with another one is not.", text(digestForm), &w.Digest, nil),
				setting(d, "reason", "Why.", text(form{}), &w.Reason, nil),
				setting(d, "owner", "Who answers for it.", text(form{}), &w.Owner, nil),
				setting(d, "ticket", "Where it is followed up.", text(form{}), &w.Ticket, nil),
				setting(d, "expires", "The last day on which the waiver holds, YYYY-MM-DD.", date, &w.Expires, nil).must(),
			},
			done: done,
		}
	}
	return section{
		name: "waiver", doc: "Lets one finding through for a time.", label: "rule", rule: true, repeats: true,
		body: func(b *hcl.Block) body {
			w := &Waiver{Rule: b.Labels[0], Range: b.DefRange}
			return of(w, func() {
				if problem := d.unwaivable(w.Rule); problem != "" {
					d.fail("Setting is final", problem, b.DefRange)
				}
				d.config.Waivers = append(d.config.Waivers, w)
			})
		},
		present: func() []present {
			var out []present
			for _, w := range d.config.Waivers {
				out = append(out, present{w.Rule, of(w, nil)})
			}
			return out
		},
	}
}

// MatchesAddress reports whether the waiver is for this address.
func (w *Waiver) MatchesAddress(address string) bool {
	if w.Covers != nil {
		return w.Covers(address)
	}
	return Match(w.Address, address)
}

// Match compares a text with a pattern of this file, in which only "*" is
// special and stands for any text: brackets and quotes are themselves.
func Match(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == text
	}
	rest, ok := strings.CutPrefix(text, parts[0])
	if !ok {
		return false
	}
	last := parts[len(parts)-1]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	return strings.HasSuffix(rest, last)
}

// pendingName is the name of a rule or check that a block bears. It is looked up
// once every file is read, as a check may stand behind its waiver.
type pendingName struct {
	summary, name string
	at            hcl.Range
}

func (d *decoder) lookUpNames() {
	for _, p := range d.pending {
		if problem := d.ruleProblem(p.name); problem != "" {
			d.fail(p.summary, problem, p.at)
		}
	}
}

// ruleProblem says what is wrong with the name of a rule or check, or "".
func (d *decoder) ruleProblem(name string) string {
	known := slices.Concat(d.rules.Rules, d.rules.Later)
	for _, c := range d.config.Checks {
		known = append(known, c.Name)
	}
	if slices.Contains(known, name) {
		return ""
	}
	problem := fmt.Sprintf("There is no rule %q.", name)
	if near := Nearest(name, known); near != "" {
		problem += fmt.Sprintf(" Did you mean %q?", near)
	}
	return problem
}
