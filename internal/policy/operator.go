// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import "strings"

// Test is what a condition operator compares, without its negation, its
// qualifier and IfExists.
type Test uint8

// The tests of the policy language.
const (
	UnknownTest Test = iota
	StringEquals
	StringEqualsIgnoreCase
	StringLike
	NumericEquals
	NumericLess
	NumericLessOrEqual
	NumericGreater
	NumericGreaterOrEqual
	DateEquals
	DateLess
	DateLessOrEqual
	DateGreater
	DateGreaterOrEqual
	BoolEquals
	BinaryEquals
	IPAddress
	ArnLike
	Null
)

// Qualifier says how an operator takes a key with several values.
type Qualifier uint8

// The qualifiers.
const (
	NoQualifier Qualifier = iota
	ForAllValues
	ForAnyValue
)

// Operator is a condition operator.
type Operator struct {
	// Name is the operator as written.
	Name      string
	Test      Test
	Negated   bool
	IfExists  bool
	Qualifier Qualifier
}

// operators are AWS's condition operators, lower-case; ArnEquals means ArnLike.
// Source: IAM user guide, "IAM JSON policy elements: Condition operators".
var operators = map[string]struct {
	canonical string
	test      Test
	negated   bool
}{
	"stringequals":              {"StringEquals", StringEquals, false},
	"stringnotequals":           {"StringNotEquals", StringEquals, true},
	"stringequalsignorecase":    {"StringEqualsIgnoreCase", StringEqualsIgnoreCase, false},
	"stringnotequalsignorecase": {"StringNotEqualsIgnoreCase", StringEqualsIgnoreCase, true},
	"stringlike":                {"StringLike", StringLike, false},
	"stringnotlike":             {"StringNotLike", StringLike, true},
	"numericequals":             {"NumericEquals", NumericEquals, false},
	"numericnotequals":          {"NumericNotEquals", NumericEquals, true},
	"numericlessthan":           {"NumericLessThan", NumericLess, false},
	"numericlessthanequals":     {"NumericLessThanEquals", NumericLessOrEqual, false},
	"numericgreaterthan":        {"NumericGreaterThan", NumericGreater, false},
	"numericgreaterthanequals":  {"NumericGreaterThanEquals", NumericGreaterOrEqual, false},
	"dateequals":                {"DateEquals", DateEquals, false},
	"datenotequals":             {"DateNotEquals", DateEquals, true},
	"datelessthan":              {"DateLessThan", DateLess, false},
	"datelessthanequals":        {"DateLessThanEquals", DateLessOrEqual, false},
	"dategreaterthan":           {"DateGreaterThan", DateGreater, false},
	"dategreaterthanequals":     {"DateGreaterThanEquals", DateGreaterOrEqual, false},
	"bool":                      {"Bool", BoolEquals, false},
	"binaryequals":              {"BinaryEquals", BinaryEquals, false},
	"ipaddress":                 {"IpAddress", IPAddress, false},
	"notipaddress":              {"NotIpAddress", IPAddress, true},
	"arnequals":                 {"ArnLike", ArnLike, false},
	"arnlike":                   {"ArnLike", ArnLike, false},
	"arnnotequals":              {"ArnNotLike", ArnLike, true},
	"arnnotlike":                {"ArnNotLike", ArnLike, true},
	"null":                      {"Null", Null, false},
}

// parseOperator reads an operator; ok is false where AWS has none of that name.
func parseOperator(name string) (op Operator, ok bool) {
	op.Name = name
	rest := strings.ToLower(name)
	if r, found := strings.CutPrefix(rest, "forallvalues:"); found {
		op.Qualifier, rest = ForAllValues, r
	} else if r, found := strings.CutPrefix(rest, "foranyvalue:"); found {
		op.Qualifier, rest = ForAnyValue, r
	}
	if r, found := strings.CutSuffix(rest, "ifexists"); found {
		op.IfExists, rest = true, r
	}
	base, ok := operators[rest]
	if !ok || base.test == Null && op.IfExists {
		return op, false
	}
	op.Test, op.Negated = base.test, base.negated
	return op, true
}

// Canonical returns the operator's name in AWS's spelling; ArnEquals becomes
// ArnLike, which means the same.
func (o Operator) Canonical() string {
	if o.Test == UnknownTest {
		return o.Name
	}
	var b strings.Builder
	switch o.Qualifier {
	case ForAllValues:
		b.WriteString("ForAllValues:")
	case ForAnyValue:
		b.WriteString("ForAnyValue:")
	}
	for _, base := range operators {
		if base.test == o.Test && base.negated == o.Negated {
			b.WriteString(base.canonical)
			break
		}
	}
	if o.IfExists {
		b.WriteString("IfExists")
	}
	return b.String()
}
