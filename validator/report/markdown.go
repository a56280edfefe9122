// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// The most characters that a comment may have. GitHub takes 65,536 and Bitbucket
// 32,768; some are kept free for what a platform may add.
const (
	maxComment      = 65_000
	maxPlainComment = 32_000
)

// Markdown writes the report as the comment of a pull request: the verdict, the
// change in words, what is introduced with links to its lines, and folded what
// existed before, is resolved or waived. It stays below the length that platforms
// take; what is left out is counted, and the gravest findings come first.
//
// Hidden markers, one a stack, let a later run find the comment again.
func Markdown(w io.Writer, r *validator.Report, opt Options) error {
	_, err := io.WriteString(w, comment(r, opt, false))
	return err
}

// Comment is the Markdown report for platforms that show HTML as text, as
// Bitbucket does, where plain is set: nothing is folded, and it is shorter.
func Comment(r *validator.Report, opt Options, plain bool) string { return comment(r, opt, plain) }

func comment(r *validator.Report, opt Options, plain bool) string {
	m := &markdown{r: cleaned(r), opt: opt, plain: plain, left: maxComment}
	if plain {
		m.left = maxPlainComment
	}
	m.head()
	m.changes()
	m.introduced()
	m.rest()
	m.foot()
	return m.out.String()
}

type markdown struct {
	r     *validator.Report
	opt   Options
	plain bool
	out   strings.Builder
	// left is how many characters may follow.
	left int
}

// reserve is kept for what has to be said in any case.
const reserve = 1000

// add writes a part, if it fits.
func (m *markdown) add(s string) bool {
	n := utf8.RuneCountInString(s)
	if n > m.left-reserve {
		return false
	}
	m.say(s)
	return true
}

// say writes a part that has to be there.
func (m *markdown) say(s string) {
	m.left -= utf8.RuneCountInString(s)
	m.out.WriteString(s)
}

func (m *markdown) head() {
	for _, marker := range Markers(m.r, m.plain) {
		m.add(marker + "\n")
	}
	sign := map[validator.Verdict]string{validator.Pass: "✅", validator.Fail: "❌", validator.ApprovalRequired: "✋"}[m.r.Verdict]
	if len(m.r.Unread) > 0 {
		sign = "❌"
	}
	m.say("\n### " + sign + " hipaacheck: " + escapeMarkdown(cut(verdict(m.r), 300)) + "\n\n")
	if s := lead(m.r); s != "" {
		m.say(escapeMarkdown(cut(s, 1500)) + "\n\n")
	}
	for _, u := range m.r.Unread {
		m.add("**Not checked:** " + codeSpan(u.Path) + ": " + escapeMarkdown(u.Reason) + "\n\n")
	}
	if only := m.r.Rules.Only; len(only) > 0 {
		m.add("Only these rules ran: " + escapeMarkdown(strings.Join(only, ", ")) + ".\n\n")
	}
	if skip := m.r.Rules.Skip; len(skip) > 0 {
		m.add("These rules were left out: " + escapeMarkdown(strings.Join(skip, ", ")) + ".\n\n")
	}
	for _, p := range m.r.Plans {
		if p.Incomplete {
			m.add("The plan " + codeSpan(p.Path) + " is incomplete, and was admitted by `--allow-incomplete`: what it leaves out was not checked.\n\n")
		}
	}
}

// changes lists what changes for whom. It may take a third of the comment.
func (m *markdown) changes() {
	list := m.r.Changes
	if len(list) == 0 {
		return
	}
	m.open("What changes for whom", len(list))
	floor := m.left * 2 / 3
	for i := range list {
		c := &list[i]
		name := codeSpan(c.Principal)
		if len(m.r.Plans) > 1 {
			name += " (" + codeSpan(c.Stack) + ")"
		}
		text := "- " + name + " " + escapeMarkdown(strings.Join(changeWords(c), "; ")) + ".\n"
		if m.left-utf8.RuneCountInString(text) < floor || !m.add(text) {
			m.say(fmt.Sprintf("- %s left out here.\n", plural(len(list)-i, "principal more is", "principals more are")))
			break
		}
	}
	m.close()
}

var signs = map[string]string{"critical": "🔴", "high": "🟠", "medium": "🟡", "low": "🔵"}

// introduced shows what the change breaks, in full, and what blocks besides.
func (m *markdown) introduced() {
	list := byWeight(m.r, func(f *validator.Finding) bool { return f.Blocks || introduced(f) && f.Severity != "low" })
	if len(list) == 0 {
		return
	}
	m.say("#### Introduced findings\n\n")
	for i, f := range list {
		if !m.add(m.finding(f)) {
			m.say(fmt.Sprintf("%s left out here, less grave or as grave: a comment has a limit. The JSON report has all of them.\n\n",
				plural(len(list)-i, "**finding more is**", "**findings more are**")))
			break
		}
	}
}

func (m *markdown) finding(f *validator.Finding) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s **%s** %s", signs[f.Severity], title(f.Severity), codeSpan(f.Rule))
	if f.Address != "" {
		b.WriteString(" " + codeSpan(f.Address))
	}
	if where := m.link(f); where != "" {
		b.WriteString(" at " + where)
	}
	var also []string
	if f.Status != "introduced" {
		also = append(also, f.Status)
	}
	if !f.Blocks {
		also = append(also, "does not block")
	}
	if len(m.r.Plans) > 1 && f.Stack != "" {
		also = append(also, "stack "+f.Stack)
	}
	if len(also) > 0 {
		b.WriteString(" (" + escapeMarkdown(strings.Join(also, ", ")) + ")")
	}
	b.WriteString("\n\n> " + escapeMarkdown(f.Message) + "\n")
	if f.Witness != nil {
		b.WriteString(">\n> **Example:** " + escapeMarkdown(witness(f.Witness)) + "\n")
	}
	b.WriteString(">\n> **Fix:** " + escapeMarkdown(f.Remediation) + "\n")
	if len(f.Citations) > 0 {
		b.WriteString(">\n> " + escapeMarkdown(citations(f.Citations)) + "\n")
	}
	b.WriteString("\n")
	return b.String()
}

// link is the place of a finding, with its address where there is one.
func (m *markdown) link(f *validator.Finding) string {
	if f.Location == nil {
		return ""
	}
	text := codeSpan(at(*f.Location))
	if m.opt.Link == nil {
		return text
	}
	if to := m.opt.Link(f.Location.File, f.Location.Line); to != "" {
		return "[" + text + "](" + to + ")"
	}
	return text
}

// rest folds what does not bear on the verdict, a line each.
func (m *markdown) rest() {
	for _, part := range []struct {
		title string
		in    func(*validator.Finding) bool
	}{
		{"Introduced, too low to block", func(f *validator.Finding) bool { return introduced(f) && !f.Blocks && f.Severity == "low" }},
		{"Existing before this change", func(f *validator.Finding) bool { return present(f) && !f.Blocks && f.Status == "existing" }},
		{"Resolved by this change", func(f *validator.Finding) bool { return f.Waiver == nil && f.Status == "resolved" }},
		{"Waived", func(f *validator.Finding) bool { return f.Waiver != nil }},
	} {
		list := byWeight(m.r, part.in)
		if len(list) == 0 {
			continue
		}
		m.open(part.title, len(list))
		for i, f := range list {
			text := fmt.Sprintf("- %s %s %s", title(f.Severity), codeSpan(f.Rule), codeSpan(subject(f)))
			if where := m.link(f); where != "" {
				text += " at " + where
			}
			if len(m.r.Plans) > 1 && f.Stack != "" {
				text += " (stack " + escapeMarkdown(f.Stack) + ")"
			}
			if f.Drift {
				text += " (drift)"
			}
			if f.Waiver != nil {
				text += ": " + escapeMarkdown(held(f.Waiver))
			}
			if !m.add(text + "\n") {
				m.say(fmt.Sprintf("- %s left out here.\n", plural(len(list)-i, "more is", "more are")))
				break
			}
		}
		m.close()
	}
}

// open begins a part that is folded where the platform can.
func (m *markdown) open(title string, n int) {
	if m.plain {
		m.say(fmt.Sprintf("#### %s (%d)\n\n", title, n))
		return
	}
	m.say(fmt.Sprintf("<details><summary>%s (%d)</summary>\n\n", title, n))
}

func (m *markdown) close() {
	if m.plain {
		m.say("\n")
		return
	}
	m.say("\n</details>\n\n")
}

func (m *markdown) foot() {
	m.say(escapeMarkdown(countsLine(m.r)) + " hipaacheck " + escapeMarkdown(cut(m.r.Tool.Version, 80)) + "\n")
}
