// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package guide_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/guide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
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
