// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator

// Join makes one report of the reports of several plans, whose stacks tell
// them apart; there must be at least one. Findings about a configuration that
// several plans share stand once, for no stack, and only where they hold for
// every one of these plans: a waiver that one of them uses is used. So it is with
// comments beside resources of a module that several plans call.
func Join(reports ...*Report) *Report {
	if len(reports) == 1 {
		return reports[0]
	}
	first := reports[0]
	out := &Report{
		Schema: first.Schema, Tool: first.Tool, Verdict: Pass, Plans: []Plan{}, Findings: []Finding{}, Changes: []Change{},
		Undetermined: []Undetermined{}, Reach: []Reach{}, Unread: []Unread{}, Rules: first.Rules, Config: first.Config, TrustedRef: first.TrustedRef,
	}
	sharing := map[string]int{} // how many plans have this configuration
	type shared struct{ config, fingerprint string }
	about := map[shared]int{}
	for _, r := range reports {
		sharing[r.Config]++
		if r.Config != out.Config {
			out.Config = "" // each plan says its own
		}
		for _, f := range r.Findings {
			if f.AboutConfig {
				about[shared{r.Config, f.Fingerprint}]++
			}
		}
	}
	comments := map[string]bool{}
	for _, r := range reports {
		for place, used := range r.CommentWaivers {
			comments[place] = comments[place] || used
		}
	}
	told := map[string]bool{} // fingerprints of findings about comments
	var last []Finding
	for _, r := range reports {
		out.Plans = append(out.Plans, r.Plans...)
		out.Changes = append(out.Changes, r.Changes...)
		out.Undetermined = append(out.Undetermined, r.Undetermined...)
		out.Reach = append(out.Reach, r.Reach...)
		out.ReachLeftOut += r.ReachLeftOut
		out.Unread = append(out.Unread, r.Unread...)
		out.Summary.Documents.add(r.Summary.Documents)
		out.Approvals = out.Approvals.join(r.Approvals)
		for _, f := range r.Findings {
			key := shared{r.Config, f.Fingerprint}
			switch {
			case f.CommentWaiver && (told[f.Fingerprint] || f.Rule == waiverUnused && comments[f.Location.place()]):
			case f.CommentWaiver:
				told[f.Fingerprint] = true
				out.Findings = append(out.Findings, f)
			case !f.AboutConfig:
				out.Findings = append(out.Findings, f)
			case about[key] == sharing[r.Config]:
				delete(about, key)
				f.Stack = ""
				last = append(last, f)
			}
		}
	}
	out.Findings = append(out.Findings, last...)
	for _, f := range out.Findings {
		out.Summary.count(f)
		out.Verdict = out.Verdict.and(f)
	}
	return out
}

func (n *DocumentCounts) add(m DocumentCounts) {
	n.Plan += m.Plan
	n.DataSource += m.DataSource
	n.Source += m.Source
	n.References += m.References
	n.Undetermined += m.Undetermined
}
