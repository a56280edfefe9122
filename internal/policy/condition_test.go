// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// comparison is what one positive operator says about values that a request
// may hold, for one list of values in the document.
type comparison struct {
	operator, negated string // negated is "" where AWS has none
	values            []string
	holds, fails      []string
}

func comparisons() []comparison {
	return []comparison{
		{"StringEquals", "StringNotEquals", []string{"a", "b*", "Ü"}, []string{"a", "b*", "Ü"}, []string{"", "A", "bc", "ab", "ü"}},
		{"StringEquals", "StringNotEquals", []string{""}, nil, []string{"a"}},
		{"StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", []string{"aB", "c*", "é"}, []string{"AB", "ab", "Ab", "C*", "É"}, []string{"", "abc", "cd", "e"}},
		{"StringLike", "StringNotLike", []string{"a*", "?b?", "c"}, []string{"a", "ab", "a*", "xbx", "c", "aé:/"}, []string{"", "A", "xb", "xbxx", "C", "ca"}},
		{"StringLike", "StringNotLike", []string{"*"}, []string{"a", "a:b"}, nil},
		{"NumericEquals", "NumericNotEquals", []string{"10", "2.50", "-0"}, []string{"10", "10.0", "1e1", "2.5", "0", "-0.0", "+10"}, []string{"11", "2.51", "x", "", "0x0a", "NaN", "1_0", " 10"}},
		{"NumericLessThan", "", []string{"10"}, []string{"9.99", "-1"}, []string{"10", "11", "x"}},
		{"NumericLessThanEquals", "", []string{"10"}, []string{"9", "10"}, []string{"10.01", "x"}},
		{"NumericGreaterThan", "", []string{"10"}, []string{"10.01"}, []string{"10", "9", "x"}},
		{"NumericGreaterThanEquals", "", []string{"10"}, []string{"10", "11"}, []string{"9.99", "x"}},
		{"NumericLessThan", "", []string{"10", "20"}, []string{"15"}, []string{"20"}},
		{"DateEquals", "DateNotEquals", []string{"2026-01-01T00:00:00Z"}, []string{"1767225600", "2026-01-01", "2026-01-01T01:00+01:00", "2026-01-01T00:00:00+0000"}, []string{"2026-01-02", "x", "2026-13-01"}},
		{"DateLessThan", "", []string{"2026-01-01"}, []string{"2025-12-31T23:59:59.999Z", "2025"}, []string{"2026-01-01", "2026-02", "x"}},
		{"DateLessThanEquals", "", []string{"2026-01-01"}, []string{"2026", "2025-12"}, []string{"2026-01-01T00:00:00.001Z"}},
		{"DateGreaterThan", "", []string{"2026-01-01"}, []string{"2026-01-01T00:00:01"}, []string{"2026-01-01", "1767225600"}},
		{"DateGreaterThanEquals", "", []string{"2026-01-01"}, []string{"2026-01-01T00:00", "1767225600"}, []string{"1767225599", "99999999999999"}},
		{"Bool", "", []string{"true"}, []string{"true", "True", "TRUE"}, []string{"false", "1", ""}},
		{"Bool", "", []string{"FALSE", "false"}, []string{"false"}, []string{"true", "no"}},
		{"BinaryEquals", "", []string{"QmluYXJ5VmFsdWU="}, []string{"QmluYXJ5VmFsdWU="}, []string{"qmluYXJ5VmFsdWU=", "QmluYXJ5VmFsdWU"}},
		{"IpAddress", "NotIpAddress", []string{"10.0.0.0/8", "2001:db8::/32", "192.0.2.1"}, []string{"10.255.255.255", "2001:db8:1::", "192.0.2.1"}, []string{"11.0.0.0", "2001:db9::", "192.0.2.2", "x", "10.0.0.0/8", "::ffff:10.0.0.1", ""}},
		{"IpAddress", "NotIpAddress", []string{"0.0.0.0/0"}, []string{"0.0.0.0", "255.255.255.255"}, []string{"::", "::1"}},
		{"ArnEquals", "ArnNotEquals", []string{"arn:aws:s3:::b", "arn:*:sns:eu-?:*:t*"}, []string{"arn:aws:s3:::b", "arn:aws:sns:eu-1:111122223333:t:x"}, []string{"arn:aws:s3:::B", "arn:aws:sns:eu-11:1:t", "arn:aws:sns:eu-1:1", "b", "arn:aws:s3:::b:c"}},
		{"ArnLike", "ArnNotLike", []string{"arn:aws:iam::*:role/*"}, []string{"arn:aws:iam::111122223333:role/a/b"}, []string{"arn:aws:iam::1:2:role/a", "arn:aws:iam::1:user/a", ""}},
	}
}

// TestConditionOperators holds every operator, its negation, IfExists and both
// qualifiers, on keys with one value, with several and with none.
func TestConditionOperators(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range comparisons() {
		t.Run(fmt.Sprintf("%s %q", c.operator, c.values), func(t *testing.T) {
			check := func(operator string, values []string, want policy.Truth) {
				t.Helper()
				cond, ok := policy.NewCondition(operator, "k:v", c.values...)
				if !ok {
					t.Fatalf("%s is no operator", operator)
				}
				if got := cond.Evaluate(values, values != nil, nil); got != want {
					t.Errorf("%s on %q: got %v, want %v", operator, values, got, want)
				}
				seen[cond.Operator.Canonical()] = true
			}
			type sign struct {
				operator string
				negated  bool
			}
			signs := []sign{{c.operator, false}}
			if c.negated != "" {
				signs = append(signs, sign{c.negated, true})
			}
			for _, s := range signs {
				yes, no := policy.True, policy.False
				if s.negated {
					yes, no = no, yes
				}
				for _, suffix := range []string{"", "IfExists"} {
					for _, v := range c.holds {
						check(s.operator+suffix, []string{v}, yes)
						check("ForAllValues:"+s.operator+suffix, []string{v}, yes)
						check("ForAnyValue:"+s.operator+suffix, []string{v}, yes)
						check(s.operator+suffix, []string{v, v}, policy.Unknown)
						check(strings.ToLower("ForAllValues:"+s.operator+suffix), []string{v, v}, yes)
					}
					for _, v := range c.fails {
						check(s.operator+suffix, []string{v}, no)
						if v != "" { // an empty text may count as none
							check("ForAllValues:"+s.operator+suffix, []string{v}, no)
							check("ForAnyValue:"+s.operator+suffix, []string{v}, no)
						}
						for _, w := range c.holds {
							check("ForAllValues:"+s.operator+suffix, []string{w, v}, policy.False)
							check("ForAnyValue:"+s.operator+suffix, []string{v, w}, policy.True)
						}
					}
				}
				check(s.operator, nil, no)
				check(s.operator+"IfExists", nil, policy.True)
				check("ForAllValues:"+s.operator, nil, policy.True)
				check("ForAnyValue:"+s.operator, nil, policy.False)
				check("ForAnyValue:"+s.operator+"IfExists", nil, policy.True)
				check(s.operator, []string{}, no)
			}
		})
	}
	// 26 operators without Null; ArnEquals and ArnNotEquals are ArnLike and
	// ArnNotLike; each alone, with IfExists, and with either qualifier.
	if want := (26 - 2) * 2 * 3; len(seen) != want {
		t.Errorf("%d operators tested, want %d: %v", len(seen), want, seen)
	}
}

func TestConditionOnEmptyText(t *testing.T) {
	for _, c := range []struct {
		operator, value string
		want            policy.Truth
	}{
		{"ForAllValues:StringEquals", "", policy.True}, {"ForAllValues:StringEquals", "a", policy.Unknown}, {"ForAnyValue:StringEquals", "a", policy.False},
		{"ForAnyValue:StringEquals", "", policy.Unknown}, {"StringEquals", "", policy.True}, {"StringEquals", "a", policy.False}, {"Null", "true", policy.Unknown},
	} {
		cond, _ := policy.NewCondition(c.operator, "k:v", c.value)
		for _, held := range [][]string{{""}, {"", ""}} {
			want := c.want
			if len(held) > 1 && cond.Operator.Qualifier == policy.NoQualifier && cond.Operator.Test != policy.Null {
				want = policy.Unknown
			}
			if got := cond.Evaluate(held, true, nil); got != want {
				t.Errorf("%s %q on %q: got %v, want %v", c.operator, c.value, held, got, want)
			}
		}
	}
}

func TestConditionWithoutValues(t *testing.T) {
	for operator, want := range map[string]policy.Truth{
		"StringEquals": policy.False, "StringNotEquals": policy.True, "NumericEquals": policy.False, "NumericNotEquals": policy.True,
		"DateLessThan": policy.False, "Bool": policy.False, "IpAddress": policy.False, "NotIpAddress": policy.True, "ArnLike": policy.False, "Null": policy.False,
	} {
		c, ok := policy.NewCondition(operator, "k:v")
		if !ok {
			t.Fatal(operator)
		}
		if got := c.Evaluate([]string{"1"}, true, nil); got != want {
			t.Errorf("%s of no values: %v", operator, got)
		}
	}
}

// A key that is absent has no values, whatever is given for them; and what code
// asks about holds no variables.
func TestNewCondition(t *testing.T) {
	c, _ := policy.NewCondition("StringEquals", "k:v", "a", "${k:w}")
	for _, x := range []struct {
		values  []string
		present bool
		want    policy.Truth
	}{{[]string{"a"}, true, policy.True}, {[]string{"a"}, false, policy.False}, {[]string{"${k:w}"}, true, policy.True}} {
		if got := c.Evaluate(x.values, x.present, nil); got != x.want {
			t.Errorf("%q, present %v: %v", x.values, x.present, got)
		}
	}
}

func TestNewConditionRefuses(t *testing.T) {
	for _, c := range [][]string{{"StringIs", "a"}, {"Bool", "yes"}, {"Bool", "t"}, {"NumericEquals", "ten"}, {"DateEquals", "soon"}, {"IpAddress", "fe80::1%eth0"}, {"Null", "1"}, {"NullIfExists", "true"}, {"", ""}} {
		if _, ok := policy.NewCondition(c[0], "k:v", c[1]); ok {
			t.Errorf("%s %s is taken", c[0], c[1])
		}
	}
}

// TestConditionID holds when two conditions count as the same.
func TestConditionID(t *testing.T) {
	of := func(operator, key string, values ...string) string {
		c, _ := policy.NewCondition(operator, key, values...)
		return c.ID()
	}
	same := [][2]string{
		{of("ArnEquals", "k:V", "a", "b"), of("arnlike", "K:v", "b", "a")},
		{of("StringEquals", "k:v", "a"), of("STRINGEQUALS", "k:v", "a")},
	}
	for _, p := range same {
		if p[0] != p[1] {
			t.Errorf("%q and %q differ", p[0], p[1])
		}
	}
	all := []string{
		of("StringEquals", "k:v", "a"), of("StringEquals", "k:v", "A"), of("StringEquals", "k:w", "a"), of("StringLike", "k:v", "a"), of("StringNotEquals", "k:v", "a"),
		of("StringEqualsIfExists", "k:v", "a"), of("ForAllValues:StringEquals", "k:v", "a"), of("ForAnyValue:StringEquals", "k:v", "a"), of("StringEquals", "k:v", "a", "b"),
		of("StringEquals", "k:v", "a b"), of("StringEquals", "k:v", `a" "b`), of("StringEquals", "k:v"), of("StringEquals", "k:v", ""),
	}
	seen := map[string]int{}
	for i, id := range all {
		if j, twice := seen[id]; twice {
			t.Errorf("conditions %d and %d are the same: %q", i, j, id)
		}
		seen[id] = i
	}
	version := func(v string) string {
		return parse(t, policy.Resource, `{"Version":"`+v+`","Statement":`+allow(anyone+`,`+condition("StringEquals", "k:v", "${a:b}"))+`}`).Statements[0].Conditions[0].ID()
	}
	if version("2008-10-17") == version("2012-10-17") {
		t.Error("a variable and its text are the same")
	}
	if first, again := version("2008-10-17"), version("2008-10-17"); first != again {
		t.Error("equal documents differ")
	}
}

// TestConditionParts holds what the decision procedure reads of a condition.
func TestConditionParts(t *testing.T) {
	for _, c := range []struct {
		operator                        string
		values                          []string
		texts, numbers, times, prefixes int
		undecidable                     string
	}{
		{"StringLike", []string{"a*", "b"}, 2, 0, 0, 0, ""},
		{"ArnLike", []string{"*", "arn:aws:s3:::b"}, 2, 0, 0, 0, ""},
		{"ArnLike", []string{"arn:aws:s3"}, 0, 0, 0, 0, "an ARN pattern of ArnLike k:v has fewer than six parts"},
		{"NumericLessThan", []string{"1", "2"}, -1, 2, 0, 0, ""},
		{"DateLessThan", []string{"1", "2026"}, -1, 0, 2, 0, ""},
		{"NotIpAddress", []string{"10.0.0.0/8"}, -1, 0, 0, 1, ""},
		{"Bool", []string{"true"}, -1, 0, 0, 0, ""},
		{"Bool", []string{"maybe"}, -1, 0, 0, 0, "a value of Bool k:v cannot be read as its operator needs it"},
		{"Unheard", []string{"x"}, -1, 0, 0, 0, `unknown condition operator "Unheard"`},
	} {
		t.Run(c.operator, func(t *testing.T) {
			cond, _ := policy.NewCondition(c.operator, "k:v", c.values...)
			texts := -1
			if s := cond.Set(); s != nil {
				texts = len(s.Globs)
			}
			if texts != c.texts || len(cond.Numbers()) != c.numbers || len(cond.Times()) != c.times || len(cond.Prefixes()) != c.prefixes {
				t.Errorf("%d texts, %v, %v, %v", texts, cond.Numbers(), cond.Times(), cond.Prefixes())
			}
			if why, bad := cond.Undecidable(); why != c.undecidable || bad != (why != "") {
				t.Errorf("got %q, want %q", why, c.undecidable)
			}
		})
	}
	short, _ := policy.NewCondition("ForAllValues:ArnLike", "K:v", "arn:aws:s3", "arn:aws:s3:::b")
	anyShort, _ := policy.NewCondition("ForAnyValue:ArnLike", "k:v", "arn:aws:s3", "arn:aws:s3:::b")
	for _, c := range []struct {
		cond   *policy.Condition
		values []string
		want   policy.Truth
	}{
		{short, []string{"arn:aws:s3:::b"}, policy.True},
		{short, []string{"arn:aws:s3:::b", "x"}, policy.Unknown},
		{anyShort, []string{"x"}, policy.Unknown},
		{anyShort, []string{"x", "arn:aws:s3:::b"}, policy.True},
	} {
		if got := c.cond.Evaluate(c.values, true, nil); got != c.want {
			t.Errorf("%s %q: %v", c.cond.Operator.Name, c.values, got)
		}
	}
	if short.LowerKey() != "k:v" {
		t.Errorf("key %q", short.LowerKey())
	}
	arns := parse(t, policy.Identity, doc(allow(anything+`,`+condition("ArnLike", "k:v", "arn:*:s?:${k:a}:*:${k:b}?*", string(policy.HoleRune(0))))), policy.Hole{Name: "a.b"}).Statements[0].Conditions[0].Set()
	if got, want := arns.Globs[0].String()+" "+arns.Globs[1].String(), "arn:*:s?:<$k:a>:*:<$k:b>?* <#a.b>"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if arns.Globs[0].Fold || arns.Globs[1].Fold {
		t.Error("ARNs are compared without regard to case")
	}
	for text, want := range map[string]bool{"arn:aws:S3:x:1:yz": false, "arn:aws:s:x:1:yz": false, "arn:aws:s::x:1:yz": false, "arn:aws:s3:x:1:y:": true, "arn:aws:s3:x:1:yz:z": true, "arn:aws:s3:x:1:2:yz": false, "arn:a:b:s3:x:1:yz": false, "arn:aws:s3:x:1:y": false} {
		if got := arns.Globs[0].Match(text, values{"$k:a": "x", "$k:b": "y"}); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	wild := parse(t, policy.Identity, doc(allow(anything+`,`+condition("StringEquals", "k:v", string(policy.HoleRune(0))))), policy.Hole{Name: "var.x", Wild: true})
	c := wild.Statements[0].Conditions[0]
	if why, bad := c.Undecidable(); !bad || why != "a value of StringEquals k:v is not known until apply and may be anything" {
		t.Errorf("got %q", why)
	}
	for _, values := range [][]string{nil, {"x"}} {
		if got := c.Evaluate(values, values != nil, nil); got != policy.Unknown {
			t.Errorf("%q: %v", values, got)
		}
	}
}

// values gives opaque places their texts.
type values map[string]string

func (v values) Resolve(opaque string) (string, bool) {
	text, ok := v[opaque]
	return text, ok
}

// TestConditionHoles holds how values that are not known until apply compare.
func TestConditionHoles(t *testing.T) {
	hole := string(policy.HoleRune(0))
	for _, c := range []struct {
		operator, value string
		hole            policy.Hole
		held            string
		want            policy.Result
	}{
		{"StringEquals", hole, policy.Hole{Name: "a.b"}, "<a.b>", policy.Allowed},
		{"StringEquals", hole, policy.Hole{Name: "a.b"}, "other", policy.Denied},
		{"StringLike", hole + "/*", policy.Hole{Name: "a.b"}, "<a.b>/x", policy.Allowed},
		{"ArnEquals", hole, policy.Hole{Name: "a.b"}, "<a.b>", policy.Allowed},
		{"ArnLike", "arn:aws:iam::" + hole + ":role/*", policy.Hole{Name: "a.b"}, "arn:aws:iam::<a.b>:role/x", policy.Allowed},
		{"ArnLike", "arn:aws:iam::" + hole + ":role/*", policy.Hole{Name: "a.b"}, "arn:aws:iam::1:role/x", policy.Denied},
		{"StringEquals", hole, policy.Hole{Name: "a.b", Wild: true}, "x", policy.Undetermined},
		{"ArnLike", hole, policy.Hole{Name: "a.b", Wild: true}, "x", policy.Undetermined},
		{"NumericEquals", hole, policy.Hole{Name: "a.b"}, "1", policy.Undetermined},
		{"Bool", hole, policy.Hole{Name: "a.b"}, "true", policy.Undetermined},
		{"IpAddress", hole, policy.Hole{Name: "a.b"}, "10.0.0.1", policy.Undetermined},
		{"DateLessThan", hole, policy.Hole{Name: "a.b"}, "2026", policy.Undetermined},
		{"Null", hole, policy.Hole{Name: "a.b"}, "x", policy.Undetermined},
	} {
		t.Run(c.operator+" "+c.held, func(t *testing.T) {
			d := parse(t, policy.Identity, doc(allow(anything+`,`+condition(c.operator, "k:v", c.value))), c.hole)
			if got := policy.GrantedBy(d, request(t, role, "s3:x", "*", "k:v", c.held)); got.Result != c.want {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestOperatorCanonical(t *testing.T) {
	for in, want := range map[string]string{
		"stringequals": "StringEquals", "ArnEquals": "ArnLike", "arnnotequalsifexists": "ArnNotLikeIfExists", "FORANYVALUE:stringlikeIFEXISTS": "ForAnyValue:StringLikeIfExists",
		"forallvalues:NotIpAddress": "ForAllValues:NotIpAddress", "null": "Null", "Unheard": "Unheard", "ForAllValues:Unheard": "ForAllValues:Unheard",
	} {
		c, _ := policy.NewCondition(in, "k:v")
		if got := c.Operator.Canonical(); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}
