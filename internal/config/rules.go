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
func (d *decoder) knownRule(block *hcl.Block) bool {
	name := block.Labels[0]
	switch {
	case slices.Contains(d.rules.Rules, name):
		return true
	case slices.Contains(d.rules.Later, name):
		d.unavailable("rule", name, block.LabelRanges[0])
	default:
		detail := fmt.Sprintf("There is no rule %q.", name)
		if near := Nearest(name, slices.Concat(d.rules.Rules, d.rules.Later)); near != "" {
			detail += fmt.Sprintf(" Did you mean %q?", near)
		}
		d.fail("Unknown rule", detail, block.LabelRanges[0])
	}
	return false
}

func (d *decoder) rule(b *hcl.Block) {
	d.knownRule(b)
	name := b.Labels[0]
	if d.config.Rules == nil {
		d.config.Rules = map[string]RuleSetting{}
	}
	if _, ok := d.config.Rules[name]; ok {
		d.fail("Duplicate rule", fmt.Sprintf("The rule %q has two blocks.", name), b.DefRange)
	}
	var set RuleSetting
	d.take(b.Body, []field{
		{name: "severity", decode: func(a *hcl.Attribute) {
			var text string
			if !d.text(a, &text, severityName) {
				return
			}
			set.Severity, _ = ParseSeverity(text) // severityName has checked it
		}},
		{name: "enabled", decode: func(a *hcl.Attribute) {
			on := true
			d.boolean(a, &on)
			set.Disabled = !on
		}},
		{name: "waivable", decode: func(a *hcl.Attribute) {
			on := true
			d.boolean(a, &on)
			set.NotWaivable = !on
		}},
	}, nil)
	d.config.Rules[name] = set
}

func (d *decoder) waiver(b *hcl.Block) {
	d.knownRule(b)
	w := &Waiver{Rule: b.Labels[0], Range: b.DefRange}
	d.take(b.Body, []field{
		{name: "address", required: true, decode: func(a *hcl.Attribute) { d.text(a, &w.Address, nil) }},
		{name: "digest", decode: func(a *hcl.Attribute) { d.text(a, &w.Digest, digest) }},
		{name: "reason", decode: func(a *hcl.Attribute) { d.text(a, &w.Reason, nil) }},
		{name: "owner", decode: func(a *hcl.Attribute) { d.text(a, &w.Owner, nil) }},
		{name: "ticket", decode: func(a *hcl.Attribute) { d.text(a, &w.Ticket, nil) }},
		{name: "expires", required: true, decode: func(a *hcl.Attribute) { d.date(a, &w.Expires) }},
	}, nil)
	d.config.Waivers = append(d.config.Waivers, w)
}

// MatchesAddress reports whether the waiver is for this address.
func (w *Waiver) MatchesAddress(address string) bool { return Match(w.Address, address) }

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
