// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// TestReadings holds which patterns have more than one reading, and what each
// takes.
func TestReadings(t *testing.T) {
	type taken [4]bool // as it stands, narrow, short, both
	for _, c := range []struct {
		pattern, text string
		ambiguous     bool
		want          taken
	}{
		{"arn:aws:s3:::b", "arn:aws:s3:::b", false, taken{true, true, true, true}},
		{"arn:aws:sns:*:*:t", "arn:aws:sns:a:b:t", false, taken{true, true, true, true}},
		{"arn:aws:sns:*", "arn:aws:sns:a:b:t", false, taken{true, true, true, true}},
		{"arn:aws:sns:a*:1:t", "arn:aws:sns:a:b:1:t", false, taken{true, true, true, true}},
		{"arn:aws:sns:a*b:1:t", "arn:aws:sns:a:b:1:t", true, taken{true, false, true, false}},
		{"arn:aws:sns:a*b:1:t", "arn:aws:sns:axb:1:t", true, taken{true, true, true, true}},
		{"arn:aws:sns:::a*b", "arn:aws:sns:::a:b", false, taken{true, true, true, true}},
		{"arn:aws:sns", "arn:aws:sns:a:b:t", true, taken{false, false, true, true}},
		{"arn:aws:sns", "arn:aws:sns", true, taken{true, true, false, false}},
		{"arn:a*s:sns", "arn:a:s:sns", true, taken{true, false, false, false}},
		{"arn:a*s:sns", "arn:aws:sns:a:b:t", true, taken{false, false, true, true}},
		{"arn:a*s:sns", "arn:a:s:sns:a:b:t", true, taken{false, false, true, false}},
		{"*", "arn:aws:sns:a:b:t", false, taken{true, true, true, true}},
	} {
		t.Run(c.pattern+" "+c.text, func(t *testing.T) {
			d := parse(t, policy.Identity, doc(allow(`"Action":"*","Resource":"`+c.pattern+`"`)))
			p := d.Statements[0].Resource
			if p.Ambiguous != c.ambiguous || d.Ambiguous() != c.ambiguous {
				t.Errorf("ambiguous: %v", p.Ambiguous)
			}
			var got taken
			for i, r := range policy.Readings {
				got[i] = p.List[0].In(r).Match(c.text, nil)
				if p.Set(r).Match(c.text, nil) != got[i] {
					t.Errorf("the set of reading %d disagrees", i)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOpaqueNames(t *testing.T) {
	d := parse(t, policy.Identity, doc(allow(`"Action":"*","Resource":"arn:aws:s3:::`+string(policy.HoleRune(0))+`/${AWS:UserName}/${k:V , 'De,f'}/${AWS:username}"`)), policy.Hole{Name: "aws_s3_bucket.b.id"})
	var got [][4]any
	var holes []string
	for _, n := range d.Statements[0].Resource.List[0].Glob.Names {
		if h, ok := policy.HoleOf(n); ok {
			holes = append(holes, h)
			continue
		}
		key, def, has, ok := policy.VariableOf(n)
		got = append(got, [4]any{key, def, has, ok})
	}
	if diff := cmp.Diff([][4]any{{"aws:username", "", false, true}, {"k:v", "De,f", true, true}}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"aws_s3_bucket.b.id"}, holes); diff != "" {
		t.Error(diff)
	}
	if _, _, _, ok := policy.VariableOf("#x"); ok {
		t.Error("a hole is a variable")
	}
}

func TestResourceGlob(t *testing.T) {
	holes := []policy.Hole{{Name: "aws_s3_bucket.b.arn"}}
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"*", "anything:at/all", true},
		{"arn:aws:s3:::b*", "arn:aws:s3:::b/k:x", true},
		{"arn:*:s3:::b", "arn:aws:s3:::b", true},
		{"arn:*:s3:::b", "arn:a:b:s3:::b", false},
		{"arn:a?s:s3:::b", "arn:a:s:s3:::b", false},
		{"arn:a?s:s3:::b", "arn:aws:s3:::b", true},
		{"x*y", "x:y", true},
		{"arn:aws:s3:::b", "arn:aws:sns:::b", false},
		{"arn:aws:s3:::b", "arn:aws:sx:::b", false},
		{"arn:aws:s3:::b?k", "arn:aws:s3:::b:k", true},
		{"arn:aws:s3:::b?k", "arn:aws:s3:::bxk", true},
		{"arn:aws:s3:::b?k", "arn:aws:s3:::bxxk", false},
		{"arn:aws:s3:::B", "arn:aws:s3:::b", false},
		{"arn:aws:s3:::b*k", "arn:aws:s3:::b:k", true},
		{"arn:aws:s3::?:b", "arn:aws:s3:::::b", false},
		{"urn:*:s3:::b", "urn:a:b:s3:::b", true},
		{"arn:*", "arn:aws:s3:::b", true},
		{"arn:a*", "arn:aws:s3:::b", true},
		{"<aws_s3_bucket.b.arn>/*", "<aws_s3_bucket.b.arn>/k", true},
		{"<aws_s3_bucket.b.arn>/*", "<aws_s3_bucket.c.arn>/k", false},
		{"${aws:username}", "${aws:username}", true},
	} {
		if got := policy.ResourceGlob(c.pattern, holes).Match(c.text, unapplied{}); got != c.want {
			t.Errorf("%q on %q: %v", c.pattern, c.text, got)
		}
	}
}

// A reference in a question is the place that it is in the documents.
func TestResourceGlobOfAReference(t *testing.T) {
	g := policy.ResourceGlob("<aws_s3_bucket.b.arn>/K", []policy.Hole{{Name: "aws_s3_bucket.b.arn"}})
	if !g.HasOpaque() || g.Fold {
		t.Errorf("%v, without regard to case: %v", g, g.Fold)
	}
}

// unapplied names what is not known until apply, as requests do.
type unapplied struct{}

func (unapplied) Resolve(opaque string) (string, bool) {
	name, ok := policy.HoleOf(opaque)
	return "<" + name + ">", ok
}

func TestActionGlob(t *testing.T) {
	for _, c := range []struct {
		pattern, action string
		want            bool
	}{
		{"S3:Get*", "s3:getobject", true}, {"*", "s3:x", true}, {"s3:*", "s3:x", true}, {"s3:*", "s3:", false}, {"*:x", ":x", false}, {"*:x", "s3:x", true},
		{"s3:**", "s3:", false}, {"s3:a*", "s3:a", true}, {"s*:x", "s3:x", true}, {"s*x", "s3:x", true}, {"s3:*t", "s3:a:t", false}, {"s3:?", "s3::", false},
		{"?:x*", "a:x", true}, {"s3*:Get", "s3:get", true}, {"s*:x", "s:x", true}, {"s:x*", "s:x", true}, {"*:*", ":x", false}, {"*:*", "x:", false}, {"?:?", "x:y", true},
	} {
		if got := policy.ActionGlob(c.pattern).Match(c.action, nil); got != c.want {
			t.Errorf("%q on %q: %v", c.pattern, c.action, got)
		}
	}
}

func TestTextsAndParts(t *testing.T) {
	d := parse(t, policy.Identity, doc(allow(`"Action":["s3:Get*","iam:Get*","S3:Put*"],"Resource":"*"`)))
	s := d.Statements[0]
	texts := func(list []*policy.Patterns) [][]string {
		var out [][]string
		for _, p := range list {
			var one []string
			for _, x := range p.Texts() {
				one = append(one, x.Value)
			}
			out = append(out, one)
		}
		return out
	}
	if diff := cmp.Diff([][]string{{"s3:Get*"}, {"iam:Get*"}, {"S3:Put*"}}, texts(s.Action.Each())); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"s3:Get*", "S3:Put*"}, {"iam:Get*"}}, texts(s.Action.ByService())); diff != "" {
		t.Error(diff)
	}
	two := parse(t, policy.Identity, doc(allow(`"Action":["s3:Get*","iam:Get*"],"Resource":"*"`))).Statements[0].Action
	for _, list := range [][]*policy.Patterns{two.Each(), two.ByService()} {
		if diff := cmp.Diff([][]string{{"s3:Get*"}, {"iam:Get*"}}, texts(list)); diff != "" {
			t.Error(diff)
		}
	}
	if none := (*policy.Patterns)(nil); len(none.Each()) != 1 || none.Each()[0] != nil || len(none.ByService()) != 1 || none.ByService()[0] != nil {
		t.Error("an element that is absent is taken apart")
	}
	for _, list := range [][]*policy.Patterns{s.Resource.Each(), s.Resource.ByService()} {
		if len(list) != 1 || list[0] != s.Resource {
			t.Errorf("one entry is taken apart: %v", texts(list))
		}
	}
	if got := s.NotAction.Each(); len(got) != 1 || got[0] != nil || s.NotAction.Texts() != nil {
		t.Errorf("an absent element: %v", got)
	}
	part := s.Action.Each()[1]
	if !part.Set(policy.Reading{}).Match("iam:getuser", nil) || part.Set(policy.Reading{}).Match("s3:getobject", nil) {
		t.Error("a part is not matched by itself")
	}
}

// TestTrace holds what each statement says about a request.
func TestTrace(t *testing.T) {
	hole := string(policy.HoleRune(0))
	identity := parse(t, policy.Identity, doc(
		allow(`"Action":"iam:*","Resource":"*"`),
		allow(`"Action":"s3:*","Resource":"arn:aws:s3:::other"`),
		allow(`"Action":"s3:*","Resource":"*",`+condition("Bool", "aws:SecureTransport", "true")),
		allow(`"Action":"s3:*","Resource":"*",`+condition("StringEquals", "k:v", "b")),
		allow(`"Action":"s3:*","Resource":"`+hole+`"`),
		allow(anything)), policy.Hole{Name: "var.x", Wild: true})
	resource := parse(t, policy.Resource, doc(deny(`"Principal":{"AWS":"`+foreign+`"},`+anything)))
	steps, others := policy.Trace(&policy.Policies{Identity: []*policy.Document{identity}, Resource: resource}, request(t, role, "s3:GetObject", "arn:aws:s3:::b", "k:v", "a", "k:v", "c"))
	if others != 1 {
		t.Errorf("%d statements are about other actions, want 1", others)
	}
	type step struct {
		Document policy.Kind
		Index    int
		Match    policy.Truth
		Because  string
	}
	var got []step
	for _, s := range steps {
		got = append(got, step{s.Document.Kind, s.Statement.Index, s.Match, s.Because})
	}
	want := []step{
		{policy.Resource, 0, policy.False, "the principal is another one"},
		{policy.Identity, 1, policy.False, "the resource is another one"},
		{policy.Identity, 2, policy.False, "Bool aws:SecureTransport does not hold: the request has no aws:SecureTransport"},
		{policy.Identity, 3, policy.Unknown, "it is not known whether StringEquals k:v does not hold: the request has k:v = a, c"},
		{policy.Identity, 4, policy.Unknown, "it is not known whether the resource is another one"},
		{policy.Identity, 5, policy.True, ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseTimeAndPrefix(t *testing.T) {
	for in, want := range map[string]int64{
		"0": 0, "-1": -1, "1767225600": 1767225600, "2026-01-01T00:00:00Z": 1767225600, "2026-01-01T01:00:00+01:00": 1767225600, "2026-01-01T01:00:00+0100": 1767225600,
		"2026-01-01T00:00Z": 1767225600, "2026-01-01T00:00:00": 1767225600, "2026-01-01T00:00": 1767225600, "2026-01-01": 1767225600, "2026-01": 1767225600, "2026": 1767225600,
		"1099511627776": 1 << 40, "-1099511627776": -(1 << 40),
	} {
		got, ok := policy.ParseTime(in)
		if !ok || got.Unix() != want {
			t.Errorf("%s: %v %v", in, got, ok)
		}
	}
	for _, in := range []string{"", "x", "2026-1-1", "2026-01-01 00:00:00", "1099511627777", "-1099511627777", "1e9", "99999999999999999999", "24:00"} {
		if got, ok := policy.ParseTime(in); ok {
			t.Errorf("%s is %v", in, got)
		}
	}
	for in, want := range map[string]string{"10.0.0.1": "10.0.0.1/32", "10.1.2.3/8": "10.0.0.0/8", "::1": "::1/128", "2001:db8::1/32": "2001:db8::/32", "0.0.0.0/0": "0.0.0.0/0"} {
		if got, ok := policy.ParsePrefix(in); !ok || got.String() != want {
			t.Errorf("%s: %v %v", in, got, ok)
		}
	}
	for _, in := range []string{"", "x", "10.0.0.0/33", "10.0.0", "fe80::1%eth0", "10.0.0.0/8/8", "010.0.0.1"} {
		if got, ok := policy.ParsePrefix(in); ok {
			t.Errorf("%s is %v", in, got)
		}
	}
}

func TestEffortUnderEveryReading(t *testing.T) {
	middle := strings.Repeat("a", 40)
	for _, c := range []struct {
		resource string
		want     int
	}{
		{"*", 0},
		{"arn:aws:s3:::" + middle + "*", 0},
		{"arn:aws:s3:::*" + middle + "*", 41},
		{"arn:aws:s3:x*y:1:z", 0}, // as written, and within its segment
		{"arn:aws:s3:*" + middle + ":1:z", 0},
		{"arn:aws:s3:*" + middle + ":*:z", 42 + 42}, // as written, and within its segment
		{"arn:aws:*" + middle, 46 + 46},             // with the segments that it lacks as stars
	} {
		d := lenient(t, policy.Identity, doc(allow(`"Action":"*","Resource":"`+c.resource+`"`)))
		if got := d.Statements[0].Resource.Effort(); got != c.want {
			t.Errorf("%s: %d, want %d", c.resource, got, c.want)
		}
		if got := d.Statements[0].NotResource.Effort(); got != 0 {
			t.Errorf("what is absent takes %d", got)
		}
	}
}

func TestHasVariables(t *testing.T) {
	for _, c := range []struct {
		name, src string
		want      bool
	}{
		{"none", doc(allow(anything), allow(`"Action":"*","NotResource":"arn:aws:s3:::b",`+condition("StringEquals", "k:a", "1"))), false},
		{"in a resource", doc(allow(anything), allow(`"Action":"*","Resource":["*","arn:aws:s3:::${aws:username}"]`)), true},
		{"in what is left out", doc(allow(`"Action":"*","NotResource":"arn:aws:s3:::${aws:username}"`)), true},
		{"in a condition", doc(allow(anything + `,` + condition("StringEquals", "k:a", "1", "${aws:username}"))), true},
		{"in a condition, before a text", doc(allow(anything + `,` + condition("StringEquals", "k:a", "${aws:username}", "1"))), true},
		{"in a condition on ARNs, before a text", doc(allow(anything + `,` + condition("ArnLike", "k:a", "arn:aws:s3:::${aws:username}", "*", "arn:aws:s3:::b"))), true},
		{"alone in a condition", doc(allow(anything + `,` + condition("StringEquals", "k:a", "${aws:username}"))), true},
		{"alone in a condition on ARNs", doc(allow(anything + `,` + condition("ArnLike", "k:a", "arn:${k:a}:${k:a}:${k:a}:${k:a}:${k:a}"))), true},
		{"none in a condition on ARNs", doc(allow(anything + `,` + condition("ArnLike", "k:a", "arn:aws:s3:::b"))), false},
		{"in a condition on ARNs", doc(allow(anything + `,` + condition("ArnLike", "k:a", "arn:aws:s3:::${aws:username}"))), true},
		{"text under an old version", strings.Replace(doc(allow(`"Action":"*","Resource":"arn:aws:s3:::${aws:username}"`)), "2012", "2008", 1), false},
	} {
		if got := lenient(t, policy.Identity, c.src).HasVariables(); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	holes := []policy.Hole{{Name: "aws_s3_bucket.b.arn"}}
	if d := lenient(t, policy.Identity, doc(allow(`"Action":"*","Resource":"`+string(policy.HoleRune(0))+`"`)), holes...); !d.HasVariables() {
		t.Error("what is not known until apply is as open as a variable")
	}
}

func TestVariables(t *testing.T) {
	const hole = "arn:aws:s3:::%H/"
	src := strings.ReplaceAll(doc(
		allow(`"Action":"*","Resource":["*","`+hole+`","arn:aws:s3:::${aws:username}/${K:a, 'x'}","arn:aws:s3:::c/${k:b}"],`+
			`"Condition":{"StringLike":{"k:c":["1","${k:c}","%H"]},"NumericEquals":{"k:n":"1"},"ArnLike":{"k:e":["arn:aws:s3:::%H","arn:aws:s3:::${k:e}"]}}`),
		allow(`"Action":"*","NotResource":"arn:aws:s3:::${k:d}",`+condition("StringEquals", "k:c", "1"))), "%H", string(policy.HoleRune(0)))
	d := lenient(t, policy.Identity, src, policy.Hole{Name: "aws_s3_bucket.b.id"})
	var all []string
	for name := range d.Variables() {
		key, _, hasDefault, ok := policy.VariableOf(name)
		if !ok {
			t.Errorf("%q is no variable", name)
		}
		if bare := policy.WithoutDefault(name); bare != policy.VariableName(strings.ToUpper(key)) || (bare != name) != hasDefault {
			t.Errorf("%q is %q without its default", name, bare)
		}
		all = append(all, key)
	}
	if diff := cmp.Diff([]string{"aws:username", "k:a", "k:b", "k:c", "k:e", "k:d"}, all); diff != "" {
		t.Error(diff)
	}
	for n := range all { // whoever has seen enough sees no more
		var some []string
		for name := range d.Variables() {
			key, _, _, _ := policy.VariableOf(name)
			if some = append(some, key); len(some) > n {
				break
			}
		}
		if diff := cmp.Diff(all[:n+1], some); diff != "" {
			t.Error(diff)
		}
	}
	for name := range lenient(t, policy.Identity, doc(allow(anything), allow(`"Action":"*","NotResource":"arn:aws:s3:::b",`+condition("StringEquals", "k:a", "1")))).Variables() {
		t.Errorf("%q in a document without any", name)
	}
}
