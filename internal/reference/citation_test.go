// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLookupCitation(t *testing.T) {
	tests := []struct {
		name, text string
		want       Citation // no citation when not found
	}{
		{
			"standard", "164.312(a)(1)",
			Citation{"164.312(a)(1)", "Access control", "standard", Required, "Only persons or programs granted access rights", []string{"AC-3", "AC-6"}},
		},
		{
			"addressable specification", "164.312(a)(2)(iii)",
			Citation{"164.312(a)(2)(iii)", "Automatic logoff", "specification", Addressable, "", []string{"AC-11", "AC-12"}},
		},
		{
			"with the title of the code", "45 CFR § 164.514(a)",
			Citation{"164.514(a)", "De-identification of protected health information", "privacy rule", NoRequirement, "", []string{"SI-19"}},
		},
		{"section without paragraphs", " 164.410 ", Citation{
			"164.410", "Notification by a business associate", "breach rule", Required, "Without unreasonable delay, at most 60 days", []string{"IR-6"},
		}},
		{"not in the table", "164.312(z)", Citation{}},
		{"not a citation", "HIPAA", Citation{}},
		{"empty", "", Citation{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := LookupCitation(tt.text)
			if ok != (tt.want.Citation != "") {
				t.Errorf("LookupCitation(%q) found %v", tt.text, ok)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("LookupCitation(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestCitations(t *testing.T) {
	list := Citations()
	if len(list) < 53 {
		t.Errorf("%d citations, at least 53 expected", len(list))
	}
	seen := map[string]bool{}
	for _, c := range list {
		if seen[c.Citation] || c.Title == "" || c.Kind == "" {
			t.Errorf("citation %+v is there twice, or lacks a title or a kind", c)
		}
		seen[c.Citation] = true
		if c.Kind == "specification" && c.Requirement == NoRequirement {
			t.Errorf("specification %s is neither required nor addressable", c.Citation)
		}
	}
	i := slices.IndexFunc(list, func(c Citation) bool { return len(c.NIST) > 0 })
	list[i].NIST[0] = "changed"
	if Citations()[i].NIST[0] == "changed" {
		t.Error("a caller can change the citations")
	}
}

func TestParseCitation(t *testing.T) {
	tests := []struct {
		name, text, want string // empty when refused
	}{
		{"plain", "164.308(a)(5)(ii)(D)", "164.308(a)(5)(ii)(D)"},
		{"section only", "164.316", "164.316"},
		{"code", "45 CFR 164.316(b)(1)", "164.316(b)(1)"},
		{"section sign", "§164.316(b)(1)", "164.316(b)(1)"},
		{"other part", "170.315(d)", ""},
		{"no section", "164(a)", ""},
		{"short section", "164.31(a)", ""},
		{"letters in the section", "164.31x(a)", ""},
		{"open parenthesis", "164.312(a", ""},
		{"empty parentheses", "164.312()", ""},
		{"text between", "164.312(a) (1)", ""},
		{"text after", "164.312(a)(1) and more", ""},
		{"odd letter", "164.312(ä)", ""},
		{"nested", "164.312((a))", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseCitation(tt.text)
			if got != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("ParseCitation(%q) = %q, %v, want %q", tt.text, got, err, tt.want)
			}
		})
	}
	_, err := ParseCitation("HIPAA")
	if want := `"HIPAA" is not a citation of the HIPAA rules: write section and paragraphs, such as 164.312(a)(1)`; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestReadCitationsRefuses(t *testing.T) {
	const head = "citation,title,kind,required_or_addressable,note,nist_800_53r5_judgement\n"
	tests := []struct{ name, text, want string }{
		{"odd form", head + "45 CFR 164.312,T,standard,R,,\n", `citations: "45 CFR 164.312" is not in the plain form`},
		{"odd requirement", head + "164.312,T,standard,maybe,,\n", `citations: 164.312 is neither R nor A nor -, but "maybe"`},
		{"empty file", "", "citations: the first line must be citation,title,kind,required_or_addressable,note,nist_800_53r5_judgement"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := readCitations(tt.text); err == nil || err.Error() != tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}
