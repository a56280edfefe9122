// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// stacks writes the plans of a report one after the other, each with its own
// changes and findings, and then what is about the configuration.
func (t *text) stacks() {
	for _, p := range t.r.Plans {
		part := t.of(p)
		if t.opt.Quiet && !p.Incomplete && !slices.ContainsFunc(part.Findings, func(f validator.Finding) bool { return f.Blocks }) {
			continue
		}
		t.line("")
		t.line(t.bold("Stack " + p.Stack + " (" + p.Path + ")"))
		one := &text{r: part, opt: t.opt}
		one.body()
		if one.out.Len() == 0 {
			what := "Nothing changes for anybody, and no finding."
			if p.Judged == 0 {
				what = "It has no IAM in it."
			}
			one.line("  " + what)
		}
		t.out.Write(one.out.Bytes())
	}
	config := t.ofConfig()
	if len(config.Findings) == 0 || t.opt.Quiet && !slices.ContainsFunc(config.Findings, func(f validator.Finding) bool { return f.Blocks }) {
		return
	}
	t.line("")
	t.line(t.bold("Configuration"))
	one := &text{r: config, opt: t.opt}
	one.body()
	t.out.Write(one.out.Bytes())
}

// of is the report of one of the plans.
func (t *text) of(p validator.Plan) *validator.Report {
	out := &validator.Report{Plans: []validator.Plan{p}}
	for _, f := range t.r.Findings {
		if f.Stack == p.Stack && !f.AboutConfig {
			out.Findings = append(out.Findings, f)
		}
	}
	for _, c := range t.r.Changes {
		if c.Stack == p.Stack {
			out.Changes = append(out.Changes, c)
		}
	}
	return out
}

func (t *text) ofConfig() *validator.Report {
	out := &validator.Report{}
	for _, f := range t.r.Findings {
		if f.AboutConfig {
			out.Findings = append(out.Findings, f)
		}
	}
	return out
}
