// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"fmt"
	"net/netip"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// Truth is a three-valued answer.
type Truth uint8

// The answers; Unknown is what the language's documents do not settle.
const (
	False Truth = iota
	True
	Unknown
)

func truth(b bool) Truth {
	if b {
		return True
	}
	return False
}

// Not is the three-valued negation.
func (t Truth) Not() Truth {
	switch t {
	case True:
		return False
	case False:
		return True
	}
	return Unknown
}

// matcher is a condition's values made ready to compare.
type matcher struct {
	key      string // lower-case
	globs    []*glob.Glob
	arns     []*arnPattern
	numbers  []float64
	times    []time.Time
	prefixes []netip.Prefix
	bools    []bool
	wild     bool // a value may turn out to be anything
	opaque   bool // a value holds a variable, or one that is not known until apply
	unknown  bool // a value that the test cannot read

	holes     []Hole
	variables bool
	idOnce    sync.Once
	idText    string
	setOnce   sync.Once
	set       *glob.Set
}

// arnPattern is a pattern of an Arn operator: six segments, each on its own.
type arnPattern struct {
	// Segments are the six parts. A pattern that is one opaque place, such as a
	// whole ARN that is not known until apply, has one. Nil where the pattern
	// has fewer parts than an ARN, which AWS does not document.
	Segments []*glob.Glob
	// All is set for the lone star.
	All bool
}

// ID returns a text that two conditions share exactly when they compare the
// same key with the same values in the same way.
func (c *Condition) ID() string { return c.match.id(c) }

func (m *matcher) id(c *Condition) string {
	m.idOnce.Do(func() {
		values := make([]string, len(c.Values))
		for i, v := range c.Values {
			values[i] = showHoles(v.Value, m.holes)
		}
		sort.Strings(values)
		m.idText = fmt.Sprintf("%s %s %v %q", c.Operator.Canonical(), m.key, m.variables, values)
	})
	return m.idText
}

// Set returns the values of a String, Binary or Arn test as a set of texts, or
// nil for other tests.
func (c *Condition) Set() *glob.Set {
	m := c.match
	m.setOnce.Do(func() {
		switch c.Operator.Test {
		case StringEquals, StringEqualsIgnoreCase, StringLike, BinaryEquals:
			m.set = glob.NewSet(m.globs...)
		case ArnLike:
			globs := make([]*glob.Glob, 0, len(m.arns))
			for _, a := range m.arns {
				if a.All {
					globs = append(globs, glob.Everything)
				} else if a.Segments != nil {
					globs = append(globs, a.glob())
				}
			}
			m.set = glob.NewSet(globs...)
		}
	})
	return m.set
}

// LowerKey returns the condition's key in lower case.
func (c *Condition) LowerKey() string { return c.match.key }

// Numbers returns the values of a Numeric test.
func (c *Condition) Numbers() []float64 { return c.match.numbers }

// Times returns the values of a Date test.
func (c *Condition) Times() []time.Time { return c.match.times }

// Prefixes returns the values of an IpAddress test; a bare address is a prefix
// of full length.
func (c *Condition) Prefixes() []netip.Prefix { return c.match.prefixes }

// Undecidable reports whether the condition cannot be judged, with the reason.
func (c *Condition) Undecidable() (string, bool) {
	switch {
	case c.Operator.Test == UnknownTest:
		return "unknown condition operator " + strconv.Quote(c.Operator.Name), true
	case c.match.wild:
		return "a value of " + c.Operator.Name + " " + c.Key + " is not known until apply and may be anything", true
	case c.match.unknown:
		return "a value of " + c.Operator.Name + " " + c.Key + " cannot be read as its operator needs it", true
	}
	for _, a := range c.match.arns {
		if a.Segments == nil && !a.All {
			return "an ARN pattern of " + c.Operator.Name + " " + c.Key + " has fewer than six parts", true
		}
	}
	return "", false
}

// unknownReason says why a comparison came out unknown.
func (c *Condition) unknownReason() string {
	if why, ok := c.Undecidable(); ok {
		return why
	}
	if c.Operator.Qualifier == NoQualifier && c.Operator.Test != Null {
		return "key " + c.Key + " has several values and is compared without ForAllValues or ForAnyValue"
	}
	return "key " + c.Key + " is empty, which AWS may take for absent"
}

// NewCondition makes a condition that compares this key with these values, for
// questions that code asks. It returns ok false for an unknown operator.
func NewCondition(operator, key string, values ...string) (*Condition, bool) {
	op, ok := parseOperator(operator)
	c := &Condition{Operator: op, Key: key}
	for _, v := range values {
		c.Values = append(c.Values, Text{Value: v})
	}
	c.compile(nil, false)
	return c, ok && !c.match.unknown
}

// compile reads the values; unreadable ones are returned by index.
func (c *Condition) compile(holes []Hole, variables bool) (bad []int) {
	m := &matcher{key: strings.ToLower(c.Key), holes: holes, variables: variables}
	c.match = m
	for i, v := range c.Values {
		if !m.add(c.Operator.Test, v.Value, holes, variables) {
			m.unknown = true
			bad = append(bad, i)
		}
	}
	return bad
}

// add reads one value for a test.
func (m *matcher) add(test Test, v string, holes []Hole, variables bool) bool {
	switch test {
	case UnknownTest:
		return true
	case StringEquals, StringEqualsIgnoreCase, StringLike, BinaryEquals:
		tok := &tokenizer{wildcards: test == StringLike, variables: variables && test != BinaryEquals, holes: holes}
		fold := test == StringEqualsIgnoreCase
		if fold {
			v = glob.Lower(v)
		}
		tok.run(v)
		m.wild = m.wild || tok.wild
		m.opaque = m.opaque || len(tok.names) > 0
		m.globs = append(m.globs, glob.New(tok.tokens, tok.names, fold))
		return true
	case ArnLike:
		return m.addArn(v, holes, variables)
	}
	if holeIn(v, holes) {
		m.wild = true
		return true
	}
	if variables && strings.Contains(v, "${") {
		return false
	}
	switch test {
	case BoolEquals, Null:
		b, err := strconv.ParseBool(strings.ToLower(v))
		if err != nil || len(v) < 4 {
			return false
		}
		m.bools = append(m.bools, b)
	case IPAddress:
		p, ok := ParsePrefix(v)
		if !ok {
			return false
		}
		m.prefixes = append(m.prefixes, p)
	case DateEquals, DateLess, DateLessOrEqual, DateGreater, DateGreaterOrEqual:
		t, ok := ParseTime(v)
		if !ok {
			return false
		}
		m.times = append(m.times, t)
	default:
		f, ok := parseNumber(v)
		if !ok {
			return false
		}
		m.numbers = append(m.numbers, f)
	}
	return true
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
		m.opaque = m.opaque || len(tok.names) > 0
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

func holeIn(v string, holes []Hole) bool {
	for _, r := range v {
		if r >= holeBase && int(r-holeBase) < len(holes) {
			return true
		}
	}
	return false
}

// ParsePrefix reads an address or a CIDR block as AWS does: a bare address
// means that address alone.
func ParsePrefix(s string) (netip.Prefix, bool) {
	if p, err := netip.ParsePrefix(s); err == nil {
		return p.Masked(), true
	}
	a, err := netip.ParseAddr(s)
	if err != nil || a.Zone() != "" {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(a, a.BitLen()), true
}

// timeLayouts are the ISO 8601 forms that AWS documents, the W3C profile.
var timeLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02", "2006-01", "2006",
}

// ParseTime reads a date as AWS does: ISO 8601, or seconds since 1970.
func ParseTime(s string) (time.Time, bool) {
	for _, l := range timeLayouts {
		if t, err := time.Parse(l, s); err == nil {
			return t.UTC(), true
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n > 1<<40 || n < -(1<<40) {
		return time.Time{}, false
	}
	return time.Unix(n, 0).UTC(), true
}

// parseNumber reads a decimal number; NaN, infinities and other bases are none.
func parseNumber(s string) (float64, bool) {
	if !validNumber(strings.TrimPrefix(s, "+")) {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}

// Evaluate compares the condition with the values of its key in a request.
// present is false where the request does not hold the key; env gives policy
// variables their values.
func (c *Condition) Evaluate(values []string, present bool, env glob.Resolver) Truth {
	op := c.Operator
	if op.Test == UnknownTest || c.match.wild {
		return Unknown
	}
	present = present && len(values) > 0
	if present && blank(values) && (op.Test == Null || op.Qualifier != NoQualifier) {
		// AWS: an empty text may count as no value at all.
		if t := c.evaluate(values, true, env); t == c.evaluate(nil, false, env) {
			return t
		}
		return Unknown
	}
	return c.evaluate(values, present, env)
}

// blank reports whether all values are empty.
func blank(values []string) bool {
	for _, v := range values {
		if v != "" {
			return false
		}
	}
	return true
}

func (c *Condition) evaluate(values []string, present bool, env glob.Resolver) Truth {
	op := c.Operator
	if op.Test == Null {
		if c.match.unknown {
			return Unknown
		}
		// {"Null": {"k": ["true", "false"]}} holds for both; several values are alternatives.
		for _, b := range c.match.bools {
			if b != present {
				return True
			}
		}
		return False
	}
	if !present {
		switch {
		case op.IfExists, op.Qualifier == ForAllValues:
			return True
		case op.Qualifier == ForAnyValue:
			return False
		}
		return truth(op.Negated)
	}
	switch op.Qualifier {
	case ForAllValues:
		all := True
		for _, v := range values {
			if t := c.One(v, env); t == False {
				return False
			} else if t == Unknown {
				all = Unknown
			}
		}
		return all
	case ForAnyValue:
		anyOf := False
		for _, v := range values {
			if t := c.One(v, env); t == True {
				return True
			} else if t == Unknown {
				anyOf = Unknown
			}
		}
		return anyOf
	}
	if len(values) > 1 {
		return Unknown // a key with several values needs a set operator; AWS documents no meaning without one
	}
	return c.One(values[0], env)
}

// One compares one value of the key, negation included, without the qualifier.
func (c *Condition) One(v string, env glob.Resolver) Truth {
	if c.match.unknown {
		return Unknown
	}
	t := c.holds(v, env)
	if c.Operator.Negated {
		return t.Not()
	}
	return t
}

// holds reports whether some value of the condition matches, without negation.
func (c *Condition) holds(v string, env glob.Resolver) Truth {
	m := c.match
	switch c.Operator.Test {
	case StringEqualsIgnoreCase:
		v = glob.Lower(v)
		fallthrough
	case StringEquals, StringLike, BinaryEquals:
		for _, g := range m.globs {
			if g.Match(v, env) {
				return True
			}
		}
		return False
	case ArnLike:
		return m.holdsArn(v, env)
	case BoolEquals:
		for _, b := range m.bools {
			if strings.EqualFold(v, strconv.FormatBool(b)) {
				return True
			}
		}
		return False
	case IPAddress:
		a, err := netip.ParseAddr(v)
		if err != nil {
			return False
		}
		for _, p := range m.prefixes {
			if p.Contains(a) {
				return True
			}
		}
		return False
	}
	if m.times != nil {
		t, ok := ParseTime(v)
		if !ok {
			return False
		}
		for _, w := range m.times {
			if ordered(c.Operator.Test, t.Compare(w)) {
				return True
			}
		}
		return False
	}
	f, ok := parseNumber(v)
	if !ok {
		return False
	}
	for _, w := range m.numbers {
		cmp := 0
		if f < w {
			cmp = -1
		} else if f > w {
			cmp = 1
		}
		if ordered(c.Operator.Test, cmp) {
			return True
		}
	}
	return False
}

// ordered reports whether a value that compares so with a bound passes.
func ordered(t Test, cmp int) bool {
	switch t {
	case NumericEquals, DateEquals:
		return cmp == 0
	case NumericLess, DateLess:
		return cmp < 0
	case NumericLessOrEqual, DateLessOrEqual:
		return cmp <= 0
	case NumericGreater, DateGreater:
		return cmp > 0
	default: // or equal
		return cmp >= 0
	}
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
