// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package guide_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/guide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// TestPages: every rule has a page that says what the catalogue does, and every
// citation on it is one that there is. That the committed pages are these is
// what .ci/run sees: it writes them and fails where one differs.
func TestPages(t *testing.T) {
	pages, err := guide.Pages()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range safeguard.Rules() {
		page := pages["docs/rules/"+r.Name+".md"]
		for _, want := range []string{"# " + r.Name, "**" + r.Severity.String() + "**", r.Description, r.Bad, r.Good, r.Fix} {
			if !strings.Contains(page, want) {
				t.Errorf("the page of %s lacks %q", r.Name, want)
			}
		}
		for _, c := range r.Citations {
			full, ok := reference.LookupCitation(c)
			if !ok || !strings.Contains(page, "| "+c+" | "+full.Title+" | "+full.Kind) {
				t.Errorf("the page of %s does not tell the title of %s", r.Name, c)
			}
		}
		if !strings.Contains(pages["docs/rules/README.md"], "["+r.Name+"]("+r.Name+".md) | "+r.Severity.String()) {
			t.Errorf("the list of rules lacks %s", r.Name)
		}
	}
}

// TestPeers: each check of another tool has rules that there are, or will be, or
// a reason, and none stands twice.
func TestPeers(t *testing.T) {
	peers, err := guide.Peers()
	if err != nil {
		t.Fatal(err)
	}
	catalogue := safeguard.Catalogue()
	names := append(slices.Clone(catalogue.Rules), catalogue.Later...)
	seen := map[string]bool{}
	for _, p := range peers {
		if key := p.Tool + " " + p.Check; seen[key] {
			t.Errorf("%s stands twice", key)
		} else {
			seen[key] = true
		}
		if (len(p.Rules) == 0) == (p.Reason == "") {
			t.Errorf("%s %s needs either rules or a reason", p.Tool, p.Check)
		}
		for _, r := range p.Rules {
			if !slices.Contains(names, r) {
				t.Errorf("%s %s names the rule %q, which there is not", p.Tool, p.Check, r)
			}
		}
	}
	// The identifiers of these tools, as their documentation of 2026-08 numbers them.
	ids := map[string]string{
		"Checkov": "CKV_AWS_: 62 1 63 49 355 356 286 110 287 107 288 108 289 109 290 111 283 60 61 393 358 274 275 40 273 348 9 10 11 12 13 14 15 249 366 70 93 54 32 168 72 169 | CKV2_AWS_: 40 56 14 21 22 43 64 68",
		"Trivy":   "AVD-AWS-: 0342 0345 0346 0057 0143 0123 0145 0142 0165 0141 0140 0144 0166 0146 0167 0168 0056 0058 0059 0060 0061 0062 0063",
		"Regula":  "FG_R: 00092 00219 00255 00218 00220 00007 00272",
	}
	for tool, list := range ids {
		for group := range strings.SplitSeq(list, " | ") {
			prefix, numbers, _ := strings.Cut(group, ": ")
			for _, n := range strings.Fields(numbers) {
				if !seen[tool+" "+prefix+n] {
					t.Errorf("%s %s%s is not mapped", tool, prefix, n)
				}
			}
		}
	}
}

// subpartC are the standards and implementation specifications of 45 CFR Part 164,
// Subpart C, as Appendix A of the subpart and the regulation's text number them.
const subpartC = `
164.308(a)(1)(i) 164.308(a)(1)(ii)(A) 164.308(a)(1)(ii)(B) 164.308(a)(1)(ii)(C) 164.308(a)(1)(ii)(D)
164.308(a)(2)
164.308(a)(3)(i) 164.308(a)(3)(ii)(A) 164.308(a)(3)(ii)(B) 164.308(a)(3)(ii)(C)
164.308(a)(4)(i) 164.308(a)(4)(ii)(A) 164.308(a)(4)(ii)(B) 164.308(a)(4)(ii)(C)
164.308(a)(5)(i) 164.308(a)(5)(ii)(A) 164.308(a)(5)(ii)(B) 164.308(a)(5)(ii)(C) 164.308(a)(5)(ii)(D)
164.308(a)(6)(i) 164.308(a)(6)(ii)
164.308(a)(7)(i) 164.308(a)(7)(ii)(A) 164.308(a)(7)(ii)(B) 164.308(a)(7)(ii)(C) 164.308(a)(7)(ii)(D) 164.308(a)(7)(ii)(E)
164.308(a)(8) 164.308(b)(1) 164.308(b)(3)
164.310(a)(1) 164.310(a)(2)(i) 164.310(a)(2)(ii) 164.310(a)(2)(iii) 164.310(a)(2)(iv)
164.310(b) 164.310(c) 164.310(d)(1) 164.310(d)(2)(i) 164.310(d)(2)(ii) 164.310(d)(2)(iii) 164.310(d)(2)(iv)
164.312(a)(1) 164.312(a)(2)(i) 164.312(a)(2)(ii) 164.312(a)(2)(iii) 164.312(a)(2)(iv)
164.312(b) 164.312(c)(1) 164.312(c)(2) 164.312(d) 164.312(e)(1) 164.312(e)(2)(i) 164.312(e)(2)(ii)
164.314(a)(1) 164.314(a)(2)(i) 164.314(a)(2)(ii) 164.314(a)(2)(iii) 164.314(b)(1) 164.314(b)(2)
164.316(a) 164.316(b)(1) 164.316(b)(2)(i) 164.316(b)(2)(ii) 164.316(b)(2)(iii)`

// TestSecurityRule: every standard and specification of Subpart C is there once,
// with what is left to do, and every citation of a rule or a template is, with its
// rule and its role.
func TestSecurityRule(t *testing.T) {
	list, err := guide.Provisions()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := guide.Pages()
	if err != nil {
		t.Fatal(err)
	}
	page := pages["docs/guides/security-rule.md"]
	if page == "" || page != pages["tools/docs/guides/security-rule.md"] {
		t.Fatal("the page is not written, or not twice")
	}
	blocks := map[string]string{}
	for _, p := range list {
		at := "\n### " + p.Citation.Citation + " " + p.Title + "\n"
		if strings.Count(page, at) != 1 {
			t.Errorf("%s stands %d times on the page", p.Citation.Citation, strings.Count(page, at))
			continue
		}
		block, _, _ := strings.Cut(page[strings.Index(page, at)+len(at):], "\n##")
		blocks[p.Citation.Citation] = block
		if p.Yours == "" || !strings.Contains(block, "- Left to you: "+p.Yours) {
			t.Errorf("%s does not say what is left to do", p.Citation.Citation)
		}
	}
	for _, c := range strings.Fields(subpartC) {
		if blocks[c] == "" {
			t.Errorf("%s is not on the page", c)
		}
	}
	for _, r := range safeguard.Rules() {
		for _, c := range r.Citations {
			if !strings.Contains(blocks[c], "["+r.Name+"](") {
				t.Errorf("%s does not name the rule %s, which cites it", c, r.Name)
			}
		}
	}
	for _, x := range template.Catalogue().Latest() {
		for _, c := range x.Serves() {
			if !strings.Contains(blocks[c], "`"+x.Name+"` (") && !strings.Contains(blocks[c], "`hipaa_"+x.Name+"_role`") {
				t.Errorf("%s does not name the template %s, which cites it", c, x.Name)
			}
		}
	}
	// A required specification is no addressable one; these are the regulation's.
	for c, want := range map[string]reference.Requirement{
		"164.308(a)(1)(ii)(D)": reference.Required, "164.308(a)(3)(ii)(A)": reference.Addressable, "164.308(a)(5)(ii)(A)": reference.Addressable,
		"164.308(a)(7)(ii)(E)": reference.Addressable, "164.310(d)(2)(ii)": reference.Required, "164.310(d)(2)(iii)": reference.Addressable,
		"164.312(a)(2)(iv)": reference.Addressable, "164.312(a)(2)(ii)": reference.Required, "164.314(b)(2)": reference.Required,
	} {
		if got, _ := reference.LookupCitation(c); got.Requirement != want {
			t.Errorf("%s is %v, want %v", c, got.Requirement, want)
		}
	}
}

// TestSecurityRuleNames: what the page names beside rules and roles there is.
func TestSecurityRuleNames(t *testing.T) {
	list, err := guide.Provisions()
	if err != nil {
		t.Fatal(err)
	}
	commands := ""
	sources, err := filepath.Glob("../../validator/hipaacheck/*.go")
	if err != nil || len(sources) == 0 {
		t.Fatal("the sources of the command are not there")
	}
	for _, name := range sources {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		commands += string(text)
	}
	there := func(name string) bool {
		if command, ok := strings.CutPrefix(name, "hipaacheck "); ok {
			return regexp.MustCompile(`Use:\s+"` + command + `[ "]`).MatchString(commands)
		}
		page := "../../docs/resources/" + strings.TrimPrefix(name, "hipaa_") + ".md"
		if d, ok := strings.CutPrefix(name, "data.hipaa_"); ok {
			page = "../../docs/data-sources/" + d + ".md"
		}
		_, err := os.Stat(page)
		return err == nil
	}
	for _, p := range list {
		for _, name := range p.Also {
			if !there(name) {
				t.Errorf("%s names %s, which there is not", p.Citation.Citation, name)
			}
		}
	}
}
