// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

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
