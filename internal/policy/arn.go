// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// arnPattern is a pattern of an Arn operator: six segments, each on its own.
type arnPattern struct {
	// Segments are the six parts. A pattern that is one opaque place, such as a
	// whole ARN that is not known until apply, has one. Nil where the pattern
	// has fewer parts than an ARN, which AWS does not document.
	Segments []*glob.Glob
	// All is set for the lone star.
	All bool
}

func (m *matcher) addArn(v string, holes []Hole, variables bool) bool {
	if v == "*" {
		m.arns = append(m.arns, &arnPattern{All: true})
		return true
	}
	a := &arnPattern{}
	parts := splitArn(v)
	for _, part := range parts {
		tok := &tokenizer{wildcards: true, variables: variables, holes: holes}
		tok.run(part)
		m.wild = m.wild || tok.wild
		a.Segments = append(a.Segments, glob.New(tok.tokens, tok.names, false))
	}
	if len(parts) != arnSegments && !(len(parts) == 1 && a.Segments[0].HasOpaque()) {
		a.Segments = nil
	}
	m.arns = append(m.arns, a)
	return true
}

const arnSegments = 6

// glob joins the segments into one glob in which the wildcards of the first
// five do not cross a colon.
func (a *arnPattern) glob() *glob.Glob {
	if len(a.Segments) == 1 {
		return a.Segments[0]
	}
	var tokens []glob.Token
	var names []string
	for i, g := range a.Segments {
		if i > 0 {
			tokens = append(tokens, glob.Letter(':'))
		}
		for _, t := range g.Tokens {
			switch {
			case t.IsOpaque():
				names = append(names, g.Names[t.Index()])
				t = glob.Opaque(len(names) - 1)
			case i < len(a.Segments)-1 && t == glob.Star:
				t = glob.SegmentStar
			case i < len(a.Segments)-1 && t == glob.Any:
				t = glob.SegmentAny
			}
			tokens = append(tokens, t)
		}
	}
	return glob.New(tokens, names, false)
}

// splitArn cuts a text into at most six parts at its colons, but not at colons
// inside ${…}.
func splitArn(s string) []string {
	parts := make([]string, 0, arnSegments)
	start, depth := 0, 0
	for i := 0; i < len(s) && len(parts) < arnSegments-1; i++ {
		switch {
		case strings.HasPrefix(s[i:], "${"):
			depth++
		case s[i] == '}' && depth > 0:
			depth--
		case s[i] == ':' && depth == 0:
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	return append(parts, s[start:])
}

func (m *matcher) holdsArn(v string, env glob.Resolver) Truth {
	result := False
	var buf [arnSegments]string
	n := cutArn(v, &buf)
	for _, a := range m.arns {
		switch {
		case a.All:
			return True
		case a.Segments == nil:
			result = Unknown
		case len(a.Segments) == 1:
			if a.Segments[0].Match(v, env) {
				return True
			}
		case n == arnSegments:
			ok := true
			for i, g := range a.Segments {
				if !g.Match(buf[i], env) {
					ok = false
					break
				}
			}
			if ok {
				return True
			}
		}
	}
	return result
}

// cutArn cuts a request's value into at most six parts without allocating.
func cutArn(s string, buf *[arnSegments]string) int {
	n := 0
	for n < arnSegments-1 {
		i := strings.IndexByte(s, ':')
		if i < 0 {
			break
		}
		buf[n] = s[:i]
		s = s[i+1:]
		n++
	}
	buf[n] = s
	return n + 1
}
