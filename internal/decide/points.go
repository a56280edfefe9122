// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"encoding/json"
	"math"
	"net/netip"
	"sort"
	"strconv"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// domainOf groups tests by the kind of value that they compare.
func domainOf(t policy.Test) int {
	switch t {
	case policy.StringEquals, policy.StringEqualsIgnoreCase, policy.StringLike, policy.BinaryEquals, policy.ArnLike:
		return 0
	case policy.NumericEquals, policy.NumericLess, policy.NumericLessOrEqual, policy.NumericGreater, policy.NumericGreaterOrEqual:
		return 1
	case policy.DateEquals, policy.DateLess, policy.DateLessOrEqual, policy.DateGreater, policy.DateGreaterOrEqual:
		return 2
	case policy.BoolEquals:
		return 3
	}
	return 4
}

// sameDomain reports whether all literals compare one kind of value; then the
// points of that kind are all that they can tell apart.
func sameDomain(lits []literal) bool {
	for _, l := range lits[1:] {
		if domainOf(l.c.cond.Operator.Test) != domainOf(lits[0].c.cond.Operator.Test) {
			return false
		}
	}
	return true
}

// pointsOf returns one value of every region that the literals' numbers, dates,
// addresses and booleans cut their line into.
func pointsOf(lits []literal) []string {
	var numbers []float64
	var times []time.Time
	var out []string
	bools := false
	var prefixes []netip.Prefix
	for _, l := range lits {
		numbers = append(numbers, l.c.cond.Numbers()...)
		times = append(times, l.c.cond.Times()...)
		prefixes = append(prefixes, l.c.cond.Prefixes()...)
		bools = bools || l.c.cond.Operator.Test == policy.BoolEquals
	}
	if bools {
		out = append(out, "false", "true")
	}
	sort.Float64s(numbers)
	for i, n := range numbers {
		out = append(out, number(n), number(n-1), number(n+1))
		if i > 0 {
			out = append(out, number(numbers[i-1]/2+n/2))
		}
	}
	for _, n := range numbers { // a step of 1 is lost on a large number; the next one is ugly, so it comes last
		out = append(out, number(math.Nextafter(n, math.Inf(-1))), number(math.Nextafter(n, math.Inf(1))))
	}
	sort.Slice(times, func(i, j int) bool { return times[i].Before(times[j]) })
	for i, t := range times {
		out = append(out, date(t), date(t.Add(-time.Second)), date(t.Add(time.Second)))
		if i > 0 {
			out = append(out, date(times[i-1].Add(t.Sub(times[i-1])/2)))
		}
	}
	if len(prefixes) > 0 {
		out = append(out, "198.51.100.7", "2001:db8::7")
	}
	for _, p := range prefixes {
		first, last := p.Addr(), lastOf(p)
		for _, a := range []netip.Addr{first, last, first.Prev(), last.Next()} {
			if a.IsValid() {
				out = append(out, a.String())
			}
		}
	}
	return out
}

// number writes a number as JSON does, so that it reads back the same; very large
// and very small ones with an exponent, since their digits would be too many.
func number(f float64) string {
	text, _ := json.Marshal(f)
	return string(text)
}

// date writes a date; a year that ISO 8601 has no four digits for is written in
// seconds since 1970.
func date(t time.Time) string {
	text, err := t.UTC().MarshalText()
	if err != nil {
		return strconv.FormatInt(t.Unix(), 10)
	}
	return string(text)
}

// lastOf returns the last address of a block.
func lastOf(p netip.Prefix) netip.Addr {
	b := p.Addr().AsSlice()
	for i := p.Bits(); i < len(b)*8; i++ {
		b[i/8] |= 1 << (7 - i%8)
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}
