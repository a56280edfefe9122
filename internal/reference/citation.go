// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Requirement tells whether a HIPAA implementation specification is required or addressable, 45 CFR 164.306(d).
type Requirement uint8

const (
	// NoRequirement marks a provision to which the distinction does not apply.
	NoRequirement Requirement = iota
	// Required means that the specification must be implemented.
	Required
	// Addressable means that it must be assessed, and then implemented, or else documented why it is not reasonable and
	// what is done instead. It does not mean optional.
	Addressable
)

// String returns the requirement in words, and nothing for [NoRequirement].
func (r Requirement) String() string {
	switch r {
	case Required:
		return "required"
	case Addressable:
		return "addressable"
	default:
		return ""
	}
}

// Citation is one provision of 45 CFR Part 164.
type Citation struct {
	// Citation is the section and paragraph, such as "164.312(a)(1)".
	Citation string
	// Title is the provision's heading.
	Title string
	// Kind is "standard" or "specification" for the Security Rule, else "privacy rule", "breach rule" or "rule".
	Kind string
	// Requirement tells whether it is required or addressable.
	Requirement Requirement
	// Note is a reading aid, often empty.
	Note string
	// NIST lists the controls of NIST SP 800-53 revision 5 that serve the provision. The mapping is a judgement.
	NIST []string
}

// ParseCitation returns the plain form of a citation, "164.312(a)(1)", from that or a longer one such as
// "45 CFR § 164.312(a)(1)". The error tells what form is expected; whether there is such a provision is for
// [LookupCitation] to say.
func ParseCitation(text string) (string, error) {
	c := strings.TrimSpace(text)
	c = strings.TrimSpace(strings.TrimPrefix(c, "45 CFR"))
	c = strings.TrimSpace(strings.TrimPrefix(c, "§"))
	if !isCitation(c) {
		return "", fmt.Errorf("%q is not a citation of the HIPAA rules: write section and paragraphs, such as 164.312(a)(1)", text)
	}
	return c, nil
}

// isCitation reports whether c is a section of 45 CFR Parts 160 to 169 and any number of paragraphs in parentheses.
func isCitation(c string) bool {
	const digits = "0123456789"
	section, paragraphs, more := strings.Cut(c, "(")
	part, number, ok := strings.Cut(section, ".")
	if !ok || len(part) != 3 || !strings.HasPrefix(part, "16") || len(number) != 3 || strings.Trim(part+number, digits) != "" {
		return false
	}
	if !more {
		return true
	}
	paragraphs, ok = strings.CutSuffix(paragraphs, ")")
	if !ok {
		return false
	}
	for p := range strings.SplitSeq(paragraphs, ")(") {
		if p == "" || strings.Trim(p, digits+"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			return false
		}
	}
	return true
}

// LookupCitation returns the provision with this citation, in any form that [ParseCitation] reads.
func LookupCitation(text string) (Citation, bool) {
	c, err := ParseCitation(text)
	if err != nil {
		return Citation{}, false
	}
	for _, known := range citations() {
		if known.Citation == c {
			known.NIST = slices.Clone(known.NIST)
			return known, true
		}
	}
	return Citation{}, false
}

// Citations returns every provision, in the order of the regulation.
func Citations() []Citation {
	list := slices.Clone(citations())
	for i := range list {
		list[i].NIST = slices.Clone(list[i].NIST)
	}
	return list
}

var citations = sync.OnceValue(func() []Citation { return must(readCitations(citationsFile)) })

func readCitations(text string) ([]Citation, error) {
	rows, err := readTable(text, "citation", "title", "kind", "required_or_addressable", "note", "nist_800_53r5_judgement")
	if err != nil {
		return nil, fmt.Errorf("citations: %w", err)
	}
	list := make([]Citation, 0, len(rows))
	for _, row := range rows {
		if c, err := ParseCitation(row[0]); err != nil || c != row[0] {
			return nil, fmt.Errorf("citations: %q is not in the plain form", row[0])
		}
		requirement, ok := map[string]Requirement{"R": Required, "A": Addressable, "-": NoRequirement}[row[3]]
		if !ok {
			return nil, fmt.Errorf("citations: %s is neither R nor A nor -, but %q", row[0], row[3])
		}
		list = append(list, Citation{
			Citation: row[0], Title: row[1], Kind: row[2], Requirement: requirement, Note: row[4], NIST: strings.Fields(row[5]),
		})
	}
	return list, nil
}
