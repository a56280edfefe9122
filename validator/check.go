// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

// Scope says which findings can block.
type Scope string

// The scopes.
const (
	// ScopeIntroduced: only what the change breaks.
	ScopeIntroduced Scope = "introduced"
	// ScopeAll: also what was broken before.
	ScopeAll Scope = "all"
)

// Options say how a plan is checked. The zero value blocks on introduced
// findings of every severity; the command's defaults are its own.
type Options struct {
	// FailOn is the severity from which findings block.
	FailOn config.Severity
	Scope  Scope
	// Only and Skip name rules.
	Only, Skip []string
	// Stack names the stack that the plan is of.
	Stack string
	// Now is the time at which waivers run out.
	Now time.Time
	// Reach asks which principals reach which PHI stores, for the reports that show it.
	Reach bool
	// Version is the program's, for the report.
	Version string
	// Trusted is the git ref that the configuration is from; nil: none.
	Trusted *TrustedRef
	// Approvals are those at hand; nil: none.
	Approvals *GivenApprovals
}

// Check judges one plan. A nil configuration stands for the defaults. An error
// means that nothing was decided.
func Check(ctx context.Context, p *plan.Plan, cfg *config.Config, opt Options) (*Report, error) {
	change, err := p.Change(cfg)
	if err != nil {
		return nil, err
	}
	return check(ctx, change, []Stacked{{Plan: p, Stack: opt.Stack}}, frame{stack: opt.Stack}, cfg, opt)
}

// check judges the change that one plan, or several together, make.
func check(ctx context.Context, change *account.Change, plans []Stacked, in frame, cfg *config.Config, opt Options) (*Report, error) {
	remarks, err := commentsOfAll(plans, cfg)
	if err != nil {
		return nil, err
	}
	narrow := safeguard.Options{Only: opt.Only, Skip: opt.Skip, Stack: opt.Stack, Stacks: in.stacks}
	judged := safeguard.Judge(ctx, change, cfg, opt.Now, narrow)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	// A waiver is of the configuration, which several stacks may share.
	ofConfig := narrow
	ofConfig.Stack = ""
	changes, err := changesOf(change, in, safeguard.ReachesPHI(change, cfg), safeguard.HoldsPHI(change, cfg))
	if err != nil {
		return nil, err
	}
	approvals, lacking := approvalsOf(changes, judged.Findings, cfg, opt)
	findings := safeguard.Waive(append(judged.Findings, lacking...), cfg, remarks.waivers, opt.Now, ofConfig)
	r := &Report{
		Schema: Schema, Tool: Tool{Name: "hipaacheck", Version: opt.Version}, Verdict: Pass, Plans: []Plan{},
		Findings: []Finding{}, Changes: changes, Undetermined: []Undetermined{}, Reach: []Reach{}, Unread: []Unread{},
		Rules: RuleSelection{Only: notNil(opt.Only), Skip: notNil(opt.Skip)}, Approvals: approvals,
	}
	r.TrustedRef = opt.Trusted
	if cfg != nil {
		r.Config = fromRepository(cfg.Path)
	}
	for _, p := range plans {
		accounts, err := p.Plan.Accounts(cfg)
		if err != nil {
			return nil, err
		}
		one := planOf(p, accounts)
		one.Config = r.Config
		r.Plans = append(r.Plans, one)
	}
	r.CommentWaivers = remarks.used(findings)
	said := map[string]bool{} // of comments in a module that several stacks call
	for _, f := range findings {
		if f.Comment != nil {
			place := remarks.places[f.Comment].place()
			if !remarks.reported(f.Comment) || f.Rule == waiverUnused && r.CommentWaivers[place] || said[f.Rule+place] {
				continue
			}
			said[f.Rule+place] = true
		}
		out := findingOf(plans, f, opt)
		if f.Comment != nil {
			out.Location, out.CommentWaiver = remarks.places[f.Comment], true
			out.Stack = cmp.Or(f.Comment.Stack, out.Stack)
		}
		r.Summary.count(out)
		r.Verdict = r.Verdict.and(out)
		r.Findings = append(r.Findings, out)
	}
	for _, u := range judged.Undetermined {
		r.Undetermined = append(r.Undetermined, Undetermined{Address: u.Address, Attribute: u.Attribute, Stack: u.Stack, Reason: u.Reason, SettledBy: u.SettledBy})
	}
	r.Summary.Documents = documentsOf(change.After)
	if opt.Reach {
		r.Reach, r.ReachLeftOut = reachOf(ctx, change, cfg, in)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// locate finds an address in the source of its stack.
func locate(plans []Stacked, stack, address, attribute string) *plan.Location {
	p := planOfStack(plans, stack)
	if p == nil {
		return nil
	}
	return p.Source.Locate(address, attribute)
}

// planOfStack is the plan in which a stack's addresses are found, or nil.
func planOfStack(plans []Stacked, stack string) *plan.Plan {
	if len(plans) == 1 {
		return plans[0].Plan
	}
	for _, p := range plans {
		if p.Stack == stack {
			return p.Plan
		}
	}
	return nil
}

func planOf(s Stacked, accounts map[string]string) Plan {
	p := s.Plan
	out := Plan{
		Path: p.Path, SHA256: p.SHA256, TerraformVersion: p.TerraformVersion, FormatVersion: p.FormatVersion, Stack: s.Stack,
		Accounts: map[string]*string{}, Incomplete: p.Incomplete, Resources: p.Resources, Judged: p.Judged, Actions: Actions(p.Actions),
	}
	for alias, number := range accounts {
		out.Accounts[alias] = nil
		if number != "" {
			out.Accounts[alias] = &number
		}
	}
	return out
}

func documentsOf(a *account.Account) DocumentCounts {
	var n DocumentCounts
	for _, d := range a.Documents {
		switch {
		case d.Undetermined != nil:
			n.Undetermined++
		case d.Known == account.KnownPlan:
			n.Plan++
		case d.Known == account.KnownDataSource:
			n.DataSource++
		case d.Known == account.KnownSource:
			n.Source++
		case d.Known == account.KnownReferences:
			n.References++
		}
	}
	return n
}

func (s *Summary) count(f Finding) {
	if f.Waiver != nil {
		s.Waived++
		return
	}
	counts := map[string]*Counts{
		string(safeguard.Introduced): &s.Introduced, string(safeguard.Existing): &s.Existing, string(safeguard.Resolved): &s.Resolved,
	}[f.Status]
	switch f.Severity {
	case config.Critical.String():
		counts.Critical++
	case config.High.String():
		counts.High++
	case config.Medium.String():
		counts.Medium++
	default:
		counts.Low++
	}
}

// and is the verdict with one more finding: what blocks wins over what only
// lacks an approval.
func (v Verdict) and(f Finding) Verdict {
	switch {
	case !f.Blocks || v == Fail:
		return v
	case f.Rule == ApprovalMissing:
		return ApprovalRequired
	}
	return Fail
}

// blocks reports whether a finding stops the change. A missing approval does
// whatever the scope and the severity.
func (o Options) blocks(f safeguard.Finding) bool {
	if f.Rule == ApprovalMissing {
		return f.Waiver == nil
	}
	inScope := f.Status == safeguard.Introduced || f.Status == safeguard.Existing && o.Scope == ScopeAll
	return inScope && f.Severity >= o.FailOn && f.Waiver == nil && f.Acceptance == nil
}

func findingOf(plans []Stacked, f safeguard.Finding, opt Options) Finding {
	out := Finding{
		Rule: f.Rule, Severity: f.Severity.String(), Status: string(f.Status), Blocks: opt.blocks(f),
		Address: f.Address, Attribute: f.Attribute, Stack: cmp.Or(f.Stack, opt.Stack), Message: f.Message, Remediation: f.Remediation,
		Citations: notNil(f.Citations), NIST: notNil(f.NIST), Related: []Related{}, Witness: witnessOf(f.Witness),
		Digest: f.Digest, Fingerprint: f.Fingerprint, Drift: f.Drift,
	}
	if w := f.Waiver; w != nil {
		out.Waiver = &Waiver{Reason: w.Reason, Owner: w.Owner, Ticket: w.Ticket, Expires: w.Expires.Format(time.DateOnly)}
	}
	if a := f.Acceptance; a != nil && out.Waiver == nil {
		out.Waiver = &Waiver{Reason: a.Reason, Owner: a.Owner()}
	}
	if d := f.Document; d != nil {
		out.Document = &Document{Known: string(d.Known), Statement: d.Statement, SID: d.Sid}
	}
	place := locate(plans, f.Stack, f.Address, f.Attribute)
	if d := f.Document; d != nil && !d.Whole && f.Status != safeguard.Resolved && f.Attribute != "" {
		if p := planOfStack(plans, f.Stack); p != nil {
			place = p.LocateStatement(f.Address, f.Attribute, d.Statement)
		}
	}
	out.Location = locationOf(place)
	if out.Location != nil && f.Sensitive {
		out.Location.Text = nil // the source that writes a sensitive value may show it
	}
	for _, r := range f.Related {
		if r.Address == "" {
			continue // outside of the plan
		}
		at := locate(plans, cmp.Or(r.Stack, f.Stack), r.Address, "")
		out.Related = append(out.Related, Related{Address: r.Address, Stack: r.Stack, Relation: r.Relation, Location: locationOf(at)})
	}
	if place != nil && place.Inner != nil {
		out.Related = append(out.Related, Related{Address: f.Address, Relation: "definition", Location: locationOf(place.Inner)})
	}
	if f.ConfigRange != nil {
		out.Location = configLocation(*f.ConfigRange)
		out.AboutConfig = true
	}
	return out
}

func locationOf(l *plan.Location) *Location {
	if l == nil {
		return nil
	}
	return &Location{File: l.File, Line: l.Line, Column: l.Column, EndLine: l.EndLine, EndColumn: l.EndColumn, Text: l.Text}
}

// fromRepository names a file by its way from the repository's root, so that a
// report says the same wherever it is made; outside of one by its name alone.
func fromRepository(file string) string {
	if dir := plan.FromRepository(filepath.Dir(file)); dir != "" {
		return filepath.ToSlash(filepath.Join(dir, filepath.Base(file)))
	}
	return filepath.Base(file)
}

// configLocation is a place in the configuration file. Its columns count
// grapheme clusters there, which the ASCII of block headers makes the same.
func configLocation(r hcl.Range) *Location {
	return &Location{File: fromRepository(r.Filename), Line: r.Start.Line, Column: r.Start.Column, EndLine: r.End.Line, EndColumn: r.End.Column}
}

func witnessOf(w *safeguard.Witness) *Witness {
	if w == nil {
		return nil
	}
	return newWitness(w.Principal, w.Action, w.Resource, w.Context)
}

func newWitness(principal, action, resource string, context map[string][]string) *Witness {
	out := &Witness{Principal: principal, Action: action, Resource: resource, Context: map[string]any{}}
	for key, values := range context {
		if len(values) == 1 {
			out.Context[key] = values[0]
		} else {
			out.Context[key] = notNil(values)
		}
	}
	return out
}

func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return slices.Clone(list)
}
