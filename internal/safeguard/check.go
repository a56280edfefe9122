// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

// Options narrow a check.
type Options struct {
	// Only, where set, names the rules to run, and Skip those to leave out.
	Only, Skip []string
	// Stack goes into fingerprints, so that equal addresses of two stacks differ.
	Stack string
	// Stacks are those of a change that was made of several, each of which then
	// goes into the fingerprints of its own findings; nil: it is of one.
	Stacks account.Stacks
}

func (o Options) runs(rule string) bool {
	return (len(o.Only) == 0 || slices.Contains(o.Only, rule)) && !slices.Contains(o.Skip, rule)
}

// Runs reports whether a rule is to be run by these options and a configuration,
// which may be nil.
func (o Options) Runs(rule string, cfg *config.Config) bool {
	return o.runs(rule) && (cfg == nil || !cfg.Rules[rule].Disabled)
}

// Result is the outcome of a check.
type Result struct {
	// Findings are by severity, the worst first, then by address and rule.
	Findings []Finding
	// Undetermined is what could not be judged.
	Undetermined []Undetermined
}

// Check returns what a change breaks. It does not apply waivers; [Waive] does.
// A nil configuration stands for the defaults.
func Check(ctx context.Context, change *account.Change, cfg *config.Config, now time.Time) []Finding {
	return Judge(ctx, change, cfg, now, Options{}).Findings
}

// Judge is [Check] with options and with what could not be judged. Where the
// context is cancelled, the findings so far are not the whole and must not be used.
func Judge(ctx context.Context, change *account.Change, cfg *config.Config, now time.Time, opt Options) *Result {
	c := newChecker(change, cfg)
	c.now, c.opt = now, opt
	cfg = c.config
	rules := c.rules()
	for _, last := range []bool{false, true} {
		for _, r := range rules {
			if r.last != last || !opt.runs(r.Name) || cfg.Rules[r.Name].Disabled || ctx.Err() != nil {
				continue
			}
			c.run(r)
		}
	}
	slices.SortStableFunc(c.findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), strings.Compare(a.Address, b.Address), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Attribute, b.Attribute))
	})
	out := &Result{Findings: c.findings}
	for _, v := range undeterminedDocuments(change.After) {
		out.Undetermined = append(out.Undetermined, v.undetermined...)
	}
	out.Undetermined = append(append(out.Undetermined, c.questions...), c.open...)
	out.Undetermined = opt.undetermined(out.Undetermined)
	return out
}

// newChecker makes a checker; a nil configuration stands for the defaults.
func newChecker(change *account.Change, cfg *config.Config) *checker {
	if cfg == nil {
		cfg = &config.Config{}
	}
	return &checker{change: change, config: cfg, facts: map[standing]*facts{}, stores: map[*account.Account][]*phiStore{}, phi: map[*account.Account][]*phiStore{}, subjects: map[*account.Account][]*account.Principal{}, kept: map[keptKey]*violation{}, records: map[*account.Account][]record{}, odd: map[oddKey][]oddity{}}
}

// checker runs the rules over one change.
type checker struct {
	change *account.Change
	config *config.Config
	now    time.Time
	opt    Options
	facts  map[standing]*facts
	// records caches recordsOf.
	records map[*account.Account][]record
	// stores caches phiOf, and phi marked.
	stores, phi map[*account.Account][]*phiStore

	// subjects caches holders, kept each, and odd oddDocuments.
	subjects map[*account.Account][]*account.Principal
	kept     map[keptKey]*violation
	odd      map[oddKey][]oddity

	// staying are the principals that stand on both sides.
	staying map[*account.Principal]bool

	findings []Finding
	// questions are those of rules that the engine could not answer.
	questions []Undetermined
	// open are arguments that are no policies, are not known until apply and matter.
	open []Undetermined
}

// run judges both sides by one rule and says what the change does to each
// violation.
func (c *checker) run(r *Rule) {
	if r.change != nil {
		c.removals(r)
		return
	}
	if r.find == nil {
		return
	}
	before := byKey(r.find(c, c.change.Before))
	var recorded map[string]*violation
	if c.change.Recorded != nil {
		recorded = byKey(r.find(c, c.change.Recorded))
	}
	used := map[string]bool{}
	for _, v := range r.find(c, c.change.After) {
		key := v.previous
		if key == "" {
			key = v.key
		}
		old := before[key]
		status := Introduced
		if old != nil {
			used[key] = true
			if old == v {
				status = Existing
			} else if c.severity(r, v) <= c.severity(r, old) && (r.worse == nil || !r.worse(c, old, v)) {
				status = Existing
			}
		}
		drift := status == Existing && recorded != nil && recorded[key] == nil
		c.add(r, v, status, drift)
	}
	for _, old := range sorted(before) {
		if !used[old.key] {
			c.add(r, old, Resolved, recorded != nil && recorded[old.key] == nil)
		}
	}
}

// keptKey is a rule and a principal that the change leaves as it is.
type keptKey struct {
	rule string
	p    *account.Principal
}

// each judges, one by one, who may do something on a side, where nothing but the
// principal itself bears on the judgement: one that stands on both sides is judged
// once, as it stands afterwards.
func (c *checker) each(rule string, side *account.Account, judge func(side *account.Account, p *account.Principal) *violation) []*violation {
	var out []*violation
	for _, p := range c.holders(side) {
		var v *violation
		if c.stays(p) {
			known, ok := c.kept[keptKey{rule, p}]
			if !ok {
				known = judge(c.change.After, p)
				c.kept[keptKey{rule, p}] = known
			}
			v = known
		} else {
			v = judge(side, p)
		}
		if v != nil {
			out = append(out, v)
		}
	}
	return out
}

// stays reports whether a principal stands on both sides as it is.
func (c *checker) stays(p *account.Principal) bool {
	if c.staying == nil {
		c.staying = map[*account.Principal]bool{}
		before := map[*account.Principal]bool{}
		for _, p := range c.change.Before.Principals {
			before[p] = true
		}
		for _, p := range c.change.After.Principals {
			c.staying[p] = before[p]
		}
	}
	return c.staying[p]
}

// removals judges what the change takes away; what was already gone when the
// plan was made, and is not put back, is drift.
func (c *checker) removals(r *Rule) {
	seen := map[string]bool{}
	for _, v := range r.change(c, c.change.Before, c.change.After) {
		seen[v.key] = true
		c.add(r, v, Introduced, false)
	}
	if c.change.Recorded == nil {
		return
	}
	for _, v := range r.change(c, c.change.Recorded, c.change.Before) {
		if !seen[v.key] {
			status := Resolved
			if slices.ContainsFunc(r.change(c, c.change.Recorded, c.change.After), func(o *violation) bool { return o.key == v.key }) {
				status = Existing
			}
			c.add(r, v, status, true)
		}
	}
}

func byKey(list []*violation) map[string]*violation {
	out := make(map[string]*violation, len(list))
	for _, v := range list {
		out[v.key] = v
	}
	return out
}

func sorted(m map[string]*violation) []*violation {
	out := make([]*violation, 0, len(m))
	for _, v := range m {
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b *violation) int { return strings.Compare(a.key, b.key) })
	return out
}

// severity is the violation's own, or the rule's, unless the configuration says.
func (c *checker) severity(r *Rule, v *violation) Severity {
	if s := c.config.Rules[r.Name].Severity; s != 0 {
		return s
	}
	if v.severity != 0 {
		return v.severity
	}
	return r.Severity
}

// drifted is added to the message of what was changed outside Terraform.
const drifted = " It came by a change outside Terraform (drift)."

func (c *checker) add(r *Rule, v *violation, status Status, drift bool) {
	f := Finding{
		Rule: r.Name, Severity: c.severity(r, v), Status: status, Address: v.address, Attribute: v.attribute,
		Message: v.message, Remediation: r.Fix, Citations: slices.Clone(r.Citations), NIST: slices.Clone(r.NIST),
		Related: v.related, Document: v.document, Witness: v.witness, Drift: drift, Undetermined: v.undetermined, Sensitive: v.sensitive,
	}
	if v.fix != "" {
		f.Remediation = v.fix
	}
	if status != Resolved && !v.sensitive {
		f.Remediation += v.mend
	}
	if r.here != nil && !v.sensitive && status != Resolved {
		f.Remediation += r.here(c, v)
	}
	if drift {
		f.Message += drifted
	}
	if v.sensitive {
		f.Witness = nil
		if f.Document != nil {
			f.Document = &DocumentRef{Known: f.Document.Known, Statement: f.Document.Statement, Whole: f.Document.Whole}
		}
	}
	if status != Resolved {
		f.Acceptance = c.accepted(r, v)
	}
	meaning := slices.Clone(v.meaning)
	f.Stack = c.opt.Stack
	c.opt.stackOf(&f, meaning)
	f.Digest = "sha256:" + hash(append([]string{r.Name}, slices.Compact(meaning)...)...)
	f.Fingerprint = Fingerprint(f.Stack, r.Name, f.Address, v.attribute+c.opt.Stacks.Text(f.Stack, v.part))
	c.findings = append(c.findings, f)
}

// Fingerprint identifies a finding over line moves and unrelated edits.
func Fingerprint(stack, rule, address, attribute string) string {
	return hash("fingerprint", stack, rule, address, attribute)[:32]
}

// hash joins texts so that no two lists give the same bytes.
func hash(texts ...string) string {
	h := sha256.New()
	for _, t := range texts {
		h.Write([]byte(strings.ReplaceAll(t, "\x00", "\x00\x00")))
		h.Write([]byte{0, 1})
	}
	return hex.EncodeToString(h.Sum(nil))
}
