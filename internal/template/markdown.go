// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"fmt"
	"strings"
)

// Markdown is a page about the template, for people who choose one and for
// those who review it.
func (t *Template) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n", t.Title, t.Purpose)
	fmt.Fprintf(&b, "Template `%s`, version %s, of a %s. It serves %s.\n", t.Name, t.Version, t.Kind, cited(t.Citations))
	if t.Kind == KindRole {
		fmt.Fprintf(&b, "\nSessions last %s, at most %s. The permissions boundary is of the class `%s`", t.Limits.Session, t.Limits.MaxSession, t.Limits.Boundary)
		if t.Limits.BoundaryRequired {
			b.WriteString(" and required")
		}
		b.WriteString(".\n")
	}
	if len(t.Trust) > 0 {
		b.WriteString("\n## Who may become it\n")
		for _, u := range t.Trust {
			fmt.Fprintf(&b, "\n### `%s`: %s\n\n%s It serves %s.\n\n", u.Name, u.Profile.Title, u.Profile.Purpose, cited(u.Profile.Citations))
			parameterTable(&b, u.Parameters())
		}
	}
	if len(t.Parameters) > 0 {
		b.WriteString("\n## Arguments\n\n")
		parameterTable(&b, t.Parameters)
	}
	for _, p := range t.Policies {
		fmt.Fprintf(&b, "\n## Policy `%s`\n\n| statement | effect | what for | serves |\n|---|---|---|---|\n", p.Name)
		for _, it := range p.items {
			list, from := []*statement{it.statement}, ""
			if it.include != nil {
				list, from = it.include.block.statements, " (`"+it.include.block.Name+"`)"
			}
			for _, s := range list {
				fmt.Fprintf(&b, "| %s%s | %s | %s | %s |\n", s.sid, from, s.effect, cell(s.description), cited(s.citations))
			}
		}
	}
	if len(t.Accepts) > 0 {
		b.WriteString("\n## Rules that it may break\n\n")
		for _, a := range t.Accepts {
			fmt.Fprintf(&b, "- `%s`: %s\n", a.Rule, a.Reason)
		}
	}
	b.WriteString("\n## Versions\n")
	for _, c := range t.Changelog {
		fmt.Fprintf(&b, "\n- **%s**, %s: %s\n", c.Version, c.Date, strings.Join(c.Notes, " "))
	}
	return b.String()
}

func parameterTable(b *strings.Builder, list []*Parameter) {
	b.WriteString("| argument | type | required | what it is |\n|---|---|---|---|\n")
	for _, p := range list {
		required, ty := "no", friendly(p.Type)
		if p.Required() {
			required = "yes"
		}
		if p.Nesting == NestingSingle {
			ty = "object"
		}
		if p.Nesting == NestingList {
			ty = "list of objects"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", p.Name, ty, required, cell(p.Description))
		for _, a := range p.Attributes {
			required := "no"
			if a.Required() {
				required = "yes"
			}
			fmt.Fprintf(b, "| `%s.%s` | %s | %s | %s |\n", p.Name, a.Name, friendly(a.Type), required, cell(a.Description))
		}
	}
}

func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

func cited(list []string) string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = "45 CFR " + c
	}
	return strings.Join(out, ", ")
}
