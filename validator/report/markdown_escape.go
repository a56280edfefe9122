// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// markdownText makes plain text of Markdown, in the dialects of GitHub, GitLab and
// Bitbucket: what all of them escape by a backslash, and entities for the rest. A
// zero-width space keeps names from being notified, numbers from becoming links to
// issues, and addresses from becoming links.
var markdownText = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;", "$", "&#36;", "|", "&#124;", "~", "&#126;",
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`,
	"@", "@\u200b", "://", ":\u200b//", "www.", "www\u200b.",
)

var issueNumber = regexp.MustCompile(`([#!%])([0-9A-Za-z])`)

// escapeMarkdown writes a text so that Markdown shows it as it is. It is for the
// middle of a line.
func escapeMarkdown(s string) string {
	s = issueNumber.ReplaceAllString(strings.Join(strings.Fields(s), " "), "$1\u200b$2")
	return markdownText.Replace(s)
}

// codeSpan shows a text as code, and one that could end it, or be taken for HTML
// by a careless reader, as text.
func codeSpan(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s, "`<>&") {
		return escapeMarkdown(s)
	}
	return "`" + s + "`"
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// Markers are the hidden lines by which a comment is found again, one for each
// stack. Where plain is set they are in the form that Bitbucket hides.
func Markers(r *validator.Report, plain bool) []string {
	var out []string
	for _, p := range r.Plans {
		name := url.QueryEscape(p.Stack)
		marker := "<!-- hipaacheck report; stack: " + name + " -->"
		if plain {
			marker = "[//]: # (hipaacheck report; stack: " + name + ")"
		}
		if !slices.Contains(out, marker) {
			out = append(out, marker)
		}
	}
	return out
}
