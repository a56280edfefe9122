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
	unknown  bool // a value that the test cannot read

	holes     []Hole
	variables bool
	idOnce    sync.Once
	idText    string
	setOnce   sync.Once
	set       *glob.Set
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
		m.globs = append(m.globs, glob.New(tok.tokens, tok.names, fold))
		return true
	case ArnLike:
		return m.addArn(v, holes, variables)
	}
	if holeIn(v, holes) {
		m.wild = true
		return true
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

func holeIn(v string, holes []Hole) bool {
	for _, r := range v {
		if r >= holeBase && int(r-holeBase) < len(holes) {
			return true
		}
	}
	return false
}
