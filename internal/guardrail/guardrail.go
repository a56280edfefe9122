// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package guardrail

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// Guardrail is one named guardrail.
type Guardrail struct {
	// Name is lower case with underscores, "audit_tampering".
	Name string
	// Kind is policy.SCP or policy.RCP.
	Kind policy.Kind
	// Title is a few words, Purpose a sentence or two.
	Title, Purpose string
	// Citations are CFR sections of part 164 without the title number.
	Citations []string
	// Needs are the arguments that it cannot do without.
	Needs []string
	// Takes are the further arguments that bear on it, exemptions left out.
	Takes []string
	// Exempts says that principals can be exempted.
	Exempts bool

	// firm are the Sids of statements that bind those who are exempted as well.
	firm []string

	statements func(Arguments) []*template.Statement
}

// Arguments are what guardrails take.
type Arguments struct {
	// Partition of AWS, "aws" where it is empty.
	Partition string
	// Exempt are patterns of the ARNs of principals that no guardrail which can
	// exempt anybody binds; ExemptFrom are more, for single guardrails.
	Exempt     []string
	ExemptFrom map[string][]string
	// Regions are the approved ones.
	Regions []string
	// Boundaries are patterns of the ARNs of permissions boundaries that are good ones.
	Boundaries []string
	// LogGroups are patterns of the ARNs of log groups that hold audit records; all, where there is none.
	LogGroups []string
	// AddServices and RemoveServices are IAM prefixes on top of, and out of, AWS's list of eligible services.
	AddServices, RemoveServices []string
	// OrganizationID is ours, "o-…".
	OrganizationID string
	// TrustedAccounts are accounts outside of the organisation that may reach what is inside.
	TrustedAccounts []string
}

// The names of arguments, as problems name them.
const (
	Guardrails      = "guardrails"
	Exempt          = "exempt_principals"
	ExemptFrom      = "exemptions"
	Regions         = "regions"
	Boundaries      = "permissions_boundaries"
	LogGroups       = "log_groups"
	AddServices     = "additional_services"
	RemoveServices  = "removed_services"
	Organization    = "organization_id"
	TrustedAccounts = "trusted_accounts"
)

// given lists the arguments that are not empty.
func (a Arguments) given() []string {
	var out []string
	for name, there := range map[string]bool{
		Regions: len(a.Regions) > 0, Boundaries: len(a.Boundaries) > 0, LogGroups: len(a.LogGroups) > 0,
		AddServices: len(a.AddServices) > 0, RemoveServices: len(a.RemoveServices) > 0,
		Organization: a.OrganizationID != "", TrustedAccounts: len(a.TrustedAccounts) > 0,
	} {
		if there {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

func (a Arguments) partition() string {
	if a.Partition == "" {
		return "aws"
	}
	return a.Partition
}

// exempt lists who is exempted from a guardrail.
func (a Arguments) exempt(g *Guardrail) []string {
	if !g.Exempts {
		return nil
	}
	var out []string
	for _, p := range append(slices.Clone(a.Exempt), a.ExemptFrom[g.Name]...) {
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// All returns every guardrail of a kind, in the order of the documentation.
func All(kind policy.Kind) []*Guardrail {
	var out []*Guardrail
	for _, g := range append(slices.Clone(serviceControls), resourceControls...) {
		if g.Kind == kind {
			out = append(out, g)
		}
	}
	return out
}

// Names are the names of the guardrails of a kind.
func Names(kind policy.Kind) []string {
	var out []string
	for _, g := range All(kind) {
		out = append(out, g.Name)
	}
	return out
}

// Lookup returns the guardrail with this name, nil where there is none.
func Lookup(kind policy.Kind, name string) *Guardrail {
	for _, g := range All(kind) {
		if g.Name == name {
			return g
		}
	}
	return nil
}

// Statements are what the guardrail says with these arguments.
func (g *Guardrail) Statements(a Arguments) []*template.Statement {
	out := g.statements(a)
	exempt := a.exempt(g)
	for _, s := range out {
		s.Effect = "Deny"
		if s.Citations == nil {
			s.Citations = g.Citations
		}
		if len(s.Resources.Values) == 0 {
			s.Resources = template.List("*")
		}
		if g.Kind == policy.RCP {
			// The only principal that AWS accepts in a resource control policy.
			s.Principals = []template.Principals{{Type: "*", Identifiers: template.List("*")}}
		}
		if len(exempt) > 0 && !slices.Contains(g.firm, s.Sid) {
			s.Conditions = append(s.Conditions, template.Where("ArnNotLike", "aws:PrincipalArn", exempt...))
		}
	}
	return out
}

// Problem is something wrong with an argument.
type Problem struct {
	// Argument is the argument's name, Key the guardrail under exemptions, or empty.
	Argument, Key string
	// Index is the element of a list, or -1.
	Index   int
	Message string
}

// String gives the message alone.
func (p Problem) String() string { return p.Message }

// check reports what is wrong with the arguments for these guardrails.
func check(kind policy.Kind, names []string, a Arguments) []Problem {
	var out []Problem
	bad := func(argument string, index int, format string, args ...any) {
		out = append(out, Problem{Argument: argument, Index: index, Message: fmt.Sprintf(format, args...)})
	}
	if len(names) == 0 {
		bad(Guardrails, -1, "no guardrail is named; there are %s", strings.Join(Names(kind), ", "))
	}
	used := map[string]bool{}
	exempts := false
	for i, name := range names {
		g := Lookup(kind, name)
		switch {
		case g == nil:
			bad(Guardrails, i, "there is no guardrail %q among those of an %s; there are %s", name, strings.ToUpper(kind.String()), strings.Join(Names(kind), ", "))
			continue
		case slices.Index(names, name) < i:
			bad(Guardrails, i, "%s is named twice", name)
		}
		exempts = exempts || g.Exempts
		for _, need := range g.Needs {
			used[need] = true
			if !slices.Contains(a.given(), need) {
				bad(need, -1, "the guardrail %s needs %s", name, need)
			}
		}
		for _, take := range g.Takes {
			used[take] = true
		}
	}
	for _, name := range a.given() {
		if !used[name] {
			bad(name, -1, "no guardrail that is named takes %s", name)
		}
	}
	if len(a.Exempt) > 0 && !exempts {
		bad(Exempt, -1, "no guardrail that is named exempts anybody")
	}
	for i, p := range a.Exempt {
		if why := tooWide(p); why != "" {
			bad(Exempt, i, "%s", why)
		}
	}
	for name, list := range a.ExemptFrom {
		g := Lookup(kind, name)
		switch {
		case g == nil || !slices.Contains(names, name):
			out = append(out, Problem{Argument: ExemptFrom, Key: name, Index: -1, Message: fmt.Sprintf("%s is none of the guardrails that are named", name)})
			continue
		case !g.Exempts:
			out = append(out, Problem{Argument: ExemptFrom, Key: name, Index: -1, Message: fmt.Sprintf("nobody can be exempted from %s: %s", name, g.Purpose)})
		}
		for i, p := range list {
			if why := tooWide(p); why != "" {
				out = append(out, Problem{Argument: ExemptFrom, Key: name, Index: i, Message: why})
			}
		}
	}
	for i, b := range a.Boundaries {
		if !boundaryRE.MatchString(b) {
			bad(Boundaries, i, "%q is no ARN of a policy; write arn:aws:iam::ACCOUNT:policy/NAME, with * for the account where it is the same policy in each", b)
		}
	}
	for i, l := range a.LogGroups {
		if !logGroupRE.MatchString(l) {
			bad(LogGroups, i, "%q is no ARN of a log group; write arn:aws:logs:REGION:ACCOUNT:log-group:NAME, with * for the Region or the account", l)
		}
	}
	if a.OrganizationID != "" && !organizationRE.MatchString(a.OrganizationID) {
		bad(Organization, -1, "%q is no organisation; AWS writes o- and ten to thirty-two lower-case letters and digits", a.OrganizationID)
	}
	for i, t := range a.TrustedAccounts {
		if !accountRE.MatchString(t) {
			bad(TrustedAccounts, i, "%q is no account; an AWS account has twelve digits", t)
		}
	}
	for i, r := range a.Regions {
		if !regionRE.MatchString(r) {
			bad(Regions, i, "%q is no Region; write it as us-east-1", r)
		}
	}
	slices.SortStableFunc(out, func(x, y Problem) int { return strings.Compare(x.Argument+x.Key, y.Argument+y.Key) })
	return out
}

// tooWide says why an exemption would let through more than one named principal
// or a family of names, and is empty where it does not.
func tooWide(pattern string) string {
	m := principalRE.FindStringSubmatch(pattern)
	if m == nil {
		return fmt.Sprintf("%q is no ARN of a role or user; write arn:aws:iam::ACCOUNT:role/NAME, with * for the account where it is the same role in each", pattern)
	}
	name := m[1]
	if i := strings.LastIndex(name, "/"); i >= 0 {
		if strings.ContainsAny(name[:1], "*?") {
			return fmt.Sprintf("%q exempts whoever can choose a role's path; begin the path with a fixed one", pattern)
		}
		name = name[i+1:]
		if name == "*" && !strings.ContainsAny(m[1][:i], "*?") {
			return "" // everything under one path, which whoever makes roles can be kept from
		}
	}
	if name == "" || strings.ContainsAny(name[:1], "*?") {
		return fmt.Sprintf("%q exempts whoever can choose a role's name; begin the name with a fixed part", pattern)
	}
	return ""
}
