// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package guide

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// security-rule.csv says of each provision what else serves it here, and what
// nothing here can do. What rules and role templates serve, they say themselves.
//
//go:embed security-rule.csv
var securityRuleCSV string

// Provision is one provision of 45 CFR Part 164, with what serves it.
type Provision struct {
	reference.Citation
	// Rules are names of rules that cite it.
	Rules []string
	// Roles are templates of roles that cite it, Documents those of documents and
	// boundaries.
	Roles, Documents []*template.Template
	// Also are resources, data sources and commands beside them.
	Also []string
	// Yours is what none of this can do.
	Yours string
}

// Provisions returns the provisions of the Security Rule and those others that
// rules and templates cite, in the order of the regulation.
func Provisions() ([]*Provision, error) {
	rows, err := csv.NewReader(strings.NewReader(securityRuleCSV)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("security-rule.csv: %w", err)
	}
	rest := map[string][]string{}
	for _, row := range rows[1:] {
		if _, ok := reference.LookupCitation(row[0]); !ok {
			return nil, fmt.Errorf("security-rule.csv: %q is no provision that there is", row[0])
		}
		rest[row[0]] = row
	}
	var out []*Provision
	for _, c := range reference.Citations() {
		row := rest[c.Citation]
		if row == nil {
			return nil, fmt.Errorf("security-rule.csv does not say what is left to do for %s %s", c.Citation, c.Title)
		}
		p := &Provision{Citation: c, Yours: row[2]}
		if row[1] != "" {
			p.Also = strings.Split(row[1], ";")
		}
		for _, r := range safeguard.Rules() {
			if slices.Contains(r.Citations, c.Citation) {
				p.Rules = append(p.Rules, r.Name)
			}
		}
		for _, t := range template.Catalogue().Latest() {
			switch {
			case !slices.Contains(t.Serves(), c.Citation):
			case t.Kind == template.KindRole:
				p.Roles = append(p.Roles, t)
			default:
				p.Documents = append(p.Documents, t)
			}
		}
		out = append(out, p)
	}
	return out, nil
}

// here says in a few words what there is.
func (p *Provision) here() string {
	var out []string
	count := func(n int, one, many string) {
		switch {
		case n == 1:
			out = append(out, "1 "+one)
		case n > 1:
			out = append(out, fmt.Sprintf("%d %s", n, many))
		}
	}
	count(len(p.Rules), "rule", "rules")
	count(len(p.Roles), "role", "roles")
	count(len(p.Documents), "document", "documents")
	count(len(p.Also), "tool", "tools")
	if len(out) == 0 {
		return "nothing"
	}
	return strings.Join(out, ", ")
}

// sections are the parts of the page, by how their citations begin.
var sections = []struct{ prefix, title, about string }{
	{"164.306", "Security standards: general rules, 164.306", ""},
	{"164.308", "Administrative safeguards, 164.308", ""},
	{"164.310", "Physical safeguards, 164.310", "AWS answers for its own buildings and media. Nothing here sees yours."},
	{"164.312", "Technical safeguards, 164.312", ""},
	{"164.314", "Organizational requirements, 164.314", ""},
	{"164.316", "Policies and procedures and documentation requirements, 164.316", ""},
	{"164.4", "Breach Notification Rule", "Provisions beyond the Security Rule that rules and roles cite."},
	{"164.5", "Privacy Rule", "Provisions beyond the Security Rule that rules and roles cite."},
}

// securityRulePage goes through the Security Rule, standard by standard.
func securityRulePage() (string, error) {
	list, err := Provisions()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("---\npage_title: \"The Security Rule, standard by standard\"\ndescription: |-\n  What this project covers of the HIPAA Security Rule, with which resource and rule, and what it cannot cover.\n---\n\n# The Security Rule, standard by standard\n\n" +
		"The standards and implementation specifications of the HIPAA Security Rule (45 CFR Part 164, Subpart C), each with the rules of\n" +
		"`hipaacheck` that cite it, the roles of the provider that serve it, and what is left to you. It is made from the same data as the rules and\n" +
		"the role templates, so that it names what they name.\n\n" +
		"That something stands here does not make a design compliant: the rules say what they checked, of IAM and of what guards PHI in AWS, and of\n" +
		"nothing else. People, buildings, sanctions and contracts are nothing that a plan shows. `required` and `addressable` are the regulation's words; addressable does not\n" +
		"mean optional (164.306(d)).\n\n## At a glance\n\n| 45 CFR | provision | kind | here |\n|---|---|---|---|\n")
	for _, p := range list {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s | %s |\n", p.Citation.Citation, anchor(p), cell(p.Title), kindOf(p), p.here())
	}
	for _, s := range sections {
		fmt.Fprintf(&b, "\n## %s\n", s.title)
		if s.about != "" {
			fmt.Fprintf(&b, "\n%s\n", s.about)
		}
		for _, p := range list {
			if strings.HasPrefix(p.Citation.Citation, s.prefix) {
				p.write(&b)
			}
		}
	}
	return b.String(), nil
}

// kindOf is "standard, required" or the like.
func kindOf(p *Provision) string {
	if q := p.Requirement.String(); q != "" {
		return p.Kind + ", " + q
	}
	return p.Kind
}

// heading is the line above a provision, and anchor what links to it.
func heading(p *Provision) string { return p.Citation.Citation + " " + p.Title }

func anchor(p *Provision) string {
	var b strings.Builder
	for _, r := range strings.ToLower(heading(p)) {
		switch {
		case r == ' ' || r == '-':
			b.WriteByte('-')
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		}
	}
	return b.String()
}

// write writes one provision.
func (p *Provision) write(b *strings.Builder) {
	fmt.Fprintf(b, "\n### %s\n\n%s.", heading(p), strings.ToUpper(kindOf(p)[:1])+kindOf(p)[1:])
	if p.Note != "" {
		fmt.Fprintf(b, " %s.", strings.TrimSuffix(p.Note, "."))
	}
	if len(p.NIST) > 0 {
		fmt.Fprintf(b, " NIST SP 800-53: %s.", strings.Join(p.NIST, ", "))
	}
	b.WriteString("\n\n")
	if len(p.Rules) > 0 {
		fmt.Fprintf(b, "- Rules: %s\n", availability(p.Rules))
	}
	if len(p.Roles) > 0 {
		names := make([]string, len(p.Roles))
		for i, t := range p.Roles {
			names[i] = "`hipaa_" + t.Name + "_role`"
		}
		fmt.Fprintf(b, "- Roles: %s\n", strings.Join(names, ", "))
	}
	if len(p.Documents) > 0 {
		names := make([]string, len(p.Documents))
		for i, t := range p.Documents {
			names[i] = "`" + t.Name + "` (" + string(t.Kind) + ")"
		}
		fmt.Fprintf(b, "- Documents: %s\n", strings.Join(names, ", "))
	}
	if len(p.Also) > 0 {
		fmt.Fprintf(b, "- Also: `%s`\n", strings.Join(p.Also, "`, `"))
	}
	fmt.Fprintf(b, "- Left to you: %s\n", p.Yours)
}
