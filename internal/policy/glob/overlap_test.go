// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package glob_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// TestOverlapOfEveryLength holds patterns about as long as what is kept ready.
func TestOverlapOfEveryLength(t *testing.T) {
	for n := 120; n < 135; n++ {
		p := glob.Parse("*"+strings.Repeat("a", n)+"*", false)
		if !glob.Overlap(p, p) || glob.Overlap(p, glob.Parse("?"+strings.Repeat("b", n)+"*", false)) != true || glob.Overlap(p, glob.Parse("?"+strings.Repeat("b", n)+"?", false)) {
			t.Errorf("patterns of %d letters", n)
		}
	}
}

func TestOverlap(t *testing.T) {
	segments := func(s string) *glob.Glob {
		var tokens []glob.Token
		for _, r := range s {
			switch r {
			case '*':
				tokens = append(tokens, glob.SegmentStar)
			case '?':
				tokens = append(tokens, glob.SegmentAny)
			default:
				tokens = append(tokens, glob.Letter(r))
			}
		}
		return glob.New(tokens, nil, false)
	}
	parse := func(s string) *glob.Glob { return glob.Parse(s, false) }
	opaque := glob.New([]glob.Token{glob.Letter('a'), glob.Opaque(0)}, []string{"x"}, false)
	for name, tc := range map[string]struct {
		a, b *glob.Glob
		want bool
	}{
		"equal letters":               {parse("abc"), parse("abc"), true},
		"other letters":               {parse("abc"), parse("abd"), false},
		"one is longer":               {parse("ab"), parse("abc"), false},
		"both empty":                  {parse(""), parse(""), true},
		"empty and a star":            {parse(""), parse("*"), true},
		"empty and one character":     {parse(""), parse("?"), false},
		"stars that cross":            {parse("a*c*"), parse("*b*d"), true},
		"a letter in between":         {parse("a*x*b"), parse("a?b"), true},
		"no room in between":          {parse("a*xy*b"), parse("a?b"), false},
		"a star that takes colons":    {parse("arn:aws:s3:::team-1/*"), parse("arn:*:s3:::team-2/*"), true},
		"and one that does not":       {parse("aws:s3:::team-1/*"), segments("*:s3:::team-2/*"), false},
		"a bucket and an object":      {parse("arn:aws:s3:::team-1"), parse("arn:*:s3:::*/*"), false},
		"a star within a segment":     {segments("a*c"), parse("ab:c"), false},
		"one within a segment":        {segments("a?c"), parse("a:c"), false},
		"two stars within a segment":  {segments("a*:c"), segments("a:*"), true},
		"a star over a segment's":     {parse("a*c"), segments("?*c"), true},
		"an opaque place":             {opaque, parse("a:b"), true},
		"an opaque place, elsewhere":  {opaque, parse("b*"), false},
		"different ways to fold":      {glob.Parse("a", true), parse("b"), true},
		"too long to compare":         {parse(strings.Repeat("a*", 600)), parse(strings.Repeat("*b", 600)), true},
		"long, and told by the start": {parse("x" + strings.Repeat("a*", 600)), parse("y" + strings.Repeat("*b", 600)), false},
		"longer than the first rows":  {parse("*" + strings.Repeat("a", 200) + "*"), parse("*" + strings.Repeat("a", 199) + "?"), true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := glob.Overlap(tc.a, tc.b); got != tc.want {
				t.Errorf("Overlap(%s, %s) = %v, want %v", tc.a, tc.b, got, tc.want)
			}
			if got := glob.Overlap(tc.b, tc.a); got != tc.want {
				t.Errorf("Overlap(%s, %s) = %v, want %v", tc.b, tc.a, got, tc.want)
			}
		})
	}
}

// TestOverlapAgreesWithSearch: the two ways to decide it say the same.
func TestOverlapAgreesWithSearch(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	letters := []glob.Token{glob.Letter('a'), glob.Letter('b'), glob.Letter(':'), glob.Star, glob.Any, glob.SegmentStar, glob.SegmentAny}
	random := func() *glob.Glob {
		tokens := make([]glob.Token, r.IntN(8))
		for i := range tokens {
			tokens[i] = letters[r.IntN(len(letters))]
		}
		return glob.New(tokens, nil, false)
	}
	yes := 0
	for range 20_000 {
		a, b := random(), random()
		_, out := glob.Search([]*glob.Glob{a, b}, nil, nil)
		if got, want := glob.Overlap(a, b), out == glob.Found; got != want {
			t.Fatalf("Overlap(%s, %s) = %v, Search says %v", a, b, got, want)
		} else if got {
			yes++
		}
	}
	if yes < 1_000 || yes > 19_000 {
		t.Errorf("%d of 20,000 pairs overlap: the pairs tell little", yes)
	}
}
