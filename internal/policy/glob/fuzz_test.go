// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package glob

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// Bounds of the fuzz targets: regular expressions and enumeration are slow.
const maxPattern, maxText = 24, 60

func usable(patterns ...string) bool {
	for _, p := range patterns {
		if len(p) > maxPattern || !utf8.ValidString(p) || strings.ContainsRune(p, '\U0010FFFF') {
			return false
		}
	}
	return true
}

// FuzzMatch compares Match with a regular expression.
func FuzzMatch(f *testing.F) {
	for _, s := range [][3]string{
		{"a*b?c", "axxbyc", ""}, {"#:*", "a:b:c", ""}, {"*a#b!", "a:ab", ""}, {"x1y1", "xvyv", "v"}, {"*1*1*", "aab", ""}, {"a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaa", ""},
		{"É?", "éü", ""}, {"**??##!!", "ab:c", ""}, {"1", "", ""}, {"*:#:*", "arn:aws:s3:::b", ""},
	} {
		f.Add(s[0], s[1], s[2], false)
		f.Add(s[0], s[1], s[2], true)
	}
	f.Fuzz(func(t *testing.T, p, s, value string, fold bool) {
		if !usable(p) || len(s) > maxText || len(value) > maxText || !utf8.ValidString(s) || !utf8.ValidString(value) {
			return
		}
		if fold {
			p, s = Lower(p), Lower(s)
			if Lower(p) != strings.ToLower(p) {
				return // characters that fold to several, which regular expressions know and AWS does not
			}
			value = Lower(value)
		}
		e := env{"1": value, "2": "w"}
		if got := read(p, fold).Match(s, e); got != naive(p, fold, e).MatchString(s) {
			t.Errorf("%q on %q with %q: %v", p, s, value, got)
		}
	})
}

// FuzzCompare holds that Covers and Disjoint never claim what a text refutes.
func FuzzCompare(f *testing.F) {
	for _, s := range [][3]string{{"a*", "ab*", "abc"}, {"*?", "?*", "a"}, {"#:#", "*", "a:b:c"}, {"1*", "1a", "va"}, {"*a?", "*b?", "aba"}, {"!#", "?*", ":"}} {
		f.Add(s[0], s[1], s[2])
	}
	f.Fuzz(func(t *testing.T, p, q, s string) {
		if !usable(p, q) || len(s) > maxText {
			return
		}
		a, b := of(p), of(q)
		for _, e := range []env{{"1": "v", "2": "w"}, {"1": "", "2": ":"}, {}} {
			x, y := a.Match(s, e), b.Match(s, e)
			if Covers(a, b) && y && !x {
				t.Errorf("%q covers %q, but not %q with %v", p, q, s, e)
			}
			if Disjoint(a, b) && x && y {
				t.Errorf("%q and %q are apart, but for %q with %v", p, q, s, e)
			}
		}
	})
}

// FuzzSearch holds that a text which Search finds is one, and that where it
// finds none a given text is none either.
func FuzzSearch(f *testing.F) {
	for _, s := range [][5]string{
		{"a*", "*b", "ab", "a?b", "axb"}, {"*", "*", "#", "*:*", ""}, {"??", "a*", "a!", "a:", "ab"}, {"*a*", "*b*", "*ab*", "*ba*", "acb"}, {"s3:!#", "#Get*", "s3:Get#", "", "s3:x"},
	} {
		f.Add(s[0], s[1], s[2], s[3], s[4], false)
		f.Add(s[0], s[1], s[2], s[3], s[4], true)
	}
	f.Fuzz(func(t *testing.T, p, q, n, m, s string, fold bool) {
		if !usable(p, q, n, m) || len(s) > maxText || !utf8.ValidString(s) || strings.ContainsRune(s, '\U0010FFFF') || strings.ContainsAny(p+q+n+m, "12\U0010FFFE") {
			return
		}
		if fold {
			q = Lower(q)
		}
		must, mustNot := []*Glob{of(p), read(q, fold)}, []*Glob{of(n), of(m)}
		fits := func(s string) bool {
			for _, g := range must {
				if !g.Match(foldFor(g, s), nil) {
					return false
				}
			}
			for _, g := range mustNot {
				if g.Match(foldFor(g, s), nil) {
					return false
				}
			}
			return true
		}
		w, got := Search(must, mustNot, &Budget{States: 2000})
		if got == Found {
			if word := w.Render("\U0010FFFE", nil); !fits(word) {
				t.Errorf("%q and %q less %q and %q: found %q", p, q, n, m, word)
			}
		}
		if got == None && fits(s) {
			t.Errorf("%q and %q less %q and %q: none, but %q", p, q, n, m, s)
		}
	})
}
