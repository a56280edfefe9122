// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// TestSidCharacters holds the edges of what IAM takes in a Sid.
func TestSidCharacters(t *testing.T) {
	sid := func(c string) string { return doc(allow(`"Sid":"` + c + `",` + anything)) }
	if _, problems := policy.Parse([]byte(sid("09AZaz")), policy.Identity); len(problems) > 0 {
		t.Error(show(problems))
	}
	for _, c := range "/:@[`{-_ é" {
		if _, problems := policy.Parse([]byte(sid(string(c))), policy.Identity); len(problems) == 0 {
			t.Errorf("%q is taken", c)
		}
		if _, problems := policy.Parse([]byte(doc(allow(`"Sid":"`+string(c)+`",`+anyone))), policy.Resource); len(problems) > 0 {
			t.Errorf("%q in a resource policy: %s", c, show(problems))
		}
	}
}

// TestAmbiguous holds when AWS documents how every pattern of a document is read.
func TestAmbiguous(t *testing.T) {
	for statement, want := range map[string]bool{
		`"Action":"*","Resource":"*"`:                         false,
		`"Action":"*","NotResource":"arn:aws:s3:::b"`:         false,
		`"Action":"*","NotResource":"arn:aws:s3"`:             true,
		`"Action":"*","Resource":["*","arn:aws:sns:e*u:1:t"]`: true,
		`"Action":"*","Resource":["arn:aws:sns:e*u:1:t","*"]`: true,
		`"Action":"*"`: false,
	} {
		if got := lenient(t, policy.Identity, doc(allow(statement))).Ambiguous(); got != want {
			t.Errorf("%s: %v", statement, got)
		}
	}
	// In every reading names have a case, and what is no ARN or holds a variable
	// has no short one.
	d := lenient(t, policy.Identity, doc(allow(`"Action":"*","Resource":["arn:aws:s*X","s3:X","arn:aws:s3:${k:v}","arn:aws:S*X:::y"]`)))
	for _, p := range d.Statements[0].Resource.List {
		for _, r := range policy.Readings {
			if p.In(r).Fold {
				t.Errorf("%s folds under %+v", p.Text.Value, r)
			}
		}
		if short := p.Text.Value == "arn:aws:s*X"; (p.Short != nil) != short {
			t.Errorf("%s has a short reading: %v", p.Text.Value, !short)
		}
	}
	if got := policy.GrantedBy(d, request(t, role, "s3:x", "arn:aws:s3:::v", "k:v", "::v")).Result; got != policy.Allowed {
		t.Errorf("a short ARN with a variable: %v", got)
	}
}

// TestCompiledOnce holds that what one document's text compiles to is not taken
// for the same text of another document that means something else.
func TestCompiledOnce(t *testing.T) {
	hole := string(policy.HoleRune(0))
	action := func(holes ...policy.Hole) string {
		d := lenient(t, policy.Identity, doc(allow(`"Action":"zz:`+hole+`","Resource":"*"`)), holes...)
		p := d.Statements[0].Action.List[0]
		if !p.Glob.Fold || p.Text.Value != "zz:"+hole || p.Text.Range.Start.Line != 1 {
			t.Errorf("%+v", p)
		}
		return strings.Join(p.Glob.Names, " ")
	}
	resource := func(holes ...policy.Hole) string {
		d := lenient(t, policy.Identity, doc(allow(`"Action":"*","Resource":"arn:aws:zz:::`+hole+`"`)), holes...)
		return strings.Join(d.Statements[0].Resource.List[0].Glob.Names, " ")
	}
	for _, of := range []func(...policy.Hole) string{action, resource} {
		for _, name := range []string{"", "a", "", "b", "a"} {
			var holes []policy.Hole
			want := ""
			if name != "" {
				holes, want = []policy.Hole{{Name: name}}, "#"+name
			}
			if got := of(holes...); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	}
	if g := policy.ActionGlob("zz:NotYetCompiled*"); !g.Fold || !policy.ActionGlob("zz:NotYetCompiled*").Match("zz:notyetcompiledx", nil) {
		t.Error("an action has a case")
	}
	// ${…} is a variable in one version and a text in the other.
	version := func(v string) string {
		d := lenient(t, policy.Resource, `{"Version":"`+v+`","Statement":`+allow(`"Principal":"*","Action":"*","Resource":"arn:aws:zz:::${k:v}"`)+`}`)
		return policy.GrantedBy(d, request(t, role, "s3:x", "arn:aws:zz:::${k:v}", "k:v", "x")).Result.String() + " " +
			policy.GrantedBy(d, request(t, role, "s3:x", "arn:aws:zz:::x", "k:v", "x")).Result.String()
	}
	for _, v := range []string{"2012-10-17", "2008-10-17", "2012-10-17"} {
		if got, want := version(v), map[string]string{"2012-10-17": "deny allow", "2008-10-17": "allow deny"}[v]; got != want {
			t.Errorf("%s: got %s, want %s", v, got, want)
		}
	}
	// A short ARN has two readings in an identity policy and one in a resource policy.
	for range 2 {
		for kind, want := range map[policy.Kind]bool{policy.Identity: true, policy.Resource: false, policy.Session: true, policy.SCP: false} {
			src := allow(`"Action":"*","Resource":"arn:aws:zzz"`)
			if kind == policy.Resource {
				src = allow(`"Principal":"*","Action":"*","Resource":"arn:aws:zzz"`)
			}
			if got := parse(t, kind, doc(src)).Ambiguous(); got != want {
				t.Errorf("%v: %v", kind, got)
			}
		}
	}
}

// TestStrayCharacters holds private characters that stand for nothing: they are
// refused, and judged as the characters they are.
func TestStrayCharacters(t *testing.T) {
	stray := string(policy.HoleRune(1))
	one := []policy.Hole{{Name: "var.x", Wild: true}}
	_, problems := policy.Parse([]byte(doc(allow(anything+`,`+condition("NumericEquals", "k:v", stray)))), policy.Identity, policy.WithHoles(one))
	if !strings.Contains(show(problems), "NumericEquals cannot compare with") {
		t.Error(show(problems))
	}
	d := lenient(t, policy.Resource, doc(allow(`"Principal":{"AWS":"`+stray+`"},`+anything)), one...)
	if got, how, maybe := d.Statements[0].Names(principal(t, role)); got != policy.False || how != policy.NotNamed || maybe {
		t.Errorf("%v %v %v", got, how, maybe)
	}
	_, problems = policy.Parse([]byte(doc(allow(`"Action":"`+string(policy.HoleRune(0))+`","Resource":"*"`))), policy.Identity, policy.WithHoles(one))
	if len(problems) > 0 {
		t.Errorf("an action that is not known until apply: %s", show(problems))
	}
}

// TestJudgedAsMeant holds how a document that AWS refuses is judged, where there
// is one way in which it can be meant.
func TestJudgedAsMeant(t *testing.T) {
	d := lenient(t, policy.Resource, doc(allow(`"Principal":"111122223333",`+anything)))
	if got := policy.GrantedBy(d, request(t, role, "s3:x", "*")).Result; got != policy.Allowed {
		t.Errorf("a principal without its kind: %v", got)
	}
	for effect, want := range map[string]policy.Effect{`"deny"`: policy.Deny, `"DENY"`: policy.Deny, `"allow"`: policy.Allow, `true`: policy.Allow, `"Refuse"`: policy.Allow, `["Deny"]`: policy.Allow} {
		d, problems := policy.Parse([]byte(doc(`{"Effect":`+effect+`,`+anything+`}`)), policy.Identity)
		if len(problems) != 1 || d.Statements[0].Effect != want {
			t.Errorf("%s: %v %s", effect, d.Statements[0].Effect, show(problems))
		}
	}
	_, problems := policy.Parse([]byte(`{"Version":"2012-10-17","Author":"x","Comment":"y","Statement":`+allow(anything+`,"Note":"z"`)+`}`), policy.Identity)
	if len(problems) != 3 || strings.Contains(show(problems), "twice") {
		t.Error(show(problems))
	}
}

// TestEvaluateLeavesTheRequest holds that a request is as it was after it was
// decided, and that keys in any case are found.
func TestEvaluateLeavesTheRequest(t *testing.T) {
	d := parse(t, policy.Identity, doc(allow(anything+`,"Condition":{"StringEquals":{"K:a":"1","k:B":"2"}}`)))
	r := request(t, role, "s3:x", "*", "K:A", "1", "k:b", "2", "K:C", "3")
	if got := policy.GrantedBy(d, r).Result; got != policy.Allowed {
		t.Errorf("got %v", got)
	}
	if diff := cmp.Diff(map[string][]string{"K:A": {"1"}, "k:b": {"2"}, "K:C": {"3"}}, r.Context); diff != "" {
		t.Error(diff)
	}
}

// TestVariablesOfEveryKind holds variables and their defaults at the edges.
func TestVariablesOfEveryKind(t *testing.T) {
	res := func(s string) string { return doc(allow(`"Action":"*","Resource":"arn:aws:s3:::` + s + `"`)) }
	checkAsks(t, []ask{
		{name: "two variables", doc: res("${k:a}-${k:b}"), resource: "arn:aws:s3:::x-y", context: []string{"k:a", "x", "k:b", "y"}, want: "allow"},
		{name: "each has its own value", doc: res("${k:a}-${k:b}"), resource: "arn:aws:s3:::x-x", context: []string{"k:a", "x", "k:b", "y"}, want: "deny"},
		{name: "an empty default", doc: res("${k:a, ''}b"), resource: "arn:aws:s3:::b", want: "allow"},
		{name: "a default of one quote is none", doc: res("${k:a, '}b"), resource: "arn:aws:s3:::b", want: "deny"},
		{name: "nor is one that is not closed", doc: res("${k:a, 'x}"), resource: "arn:aws:s3:::x", want: "deny"},
		{name: "nor one that is not closed, without its last letter", doc: res("${k:a, 'xy}"), resource: "arn:aws:s3:::x", want: "deny"},
		{name: "nor one that is not opened", doc: res("${k:a, xy'}"), resource: "arn:aws:s3:::y", want: "deny"},
		{name: "a variable's case in an ARN", doc: doc(allow(anything + `,` + condition("ArnLike", "a:b", "arn:aws:s3:::${k:a}"))), context: []string{"a:b", "arn:aws:s3:::Xy", "k:a", "Xy"}, want: "allow"},
		{name: "another case", doc: doc(allow(anything + `,` + condition("ArnLike", "a:b", "arn:aws:s3:::${k:a}"))), context: []string{"a:b", "arn:aws:s3:::xy", "k:a", "Xy"}, want: "deny"},
		{name: "no wildcard where none is", doc: doc(allow(anything + `,` + condition("StringEquals", "a:b", "x?"))), context: []string{"a:b", "xy"}, want: "deny"},
		{name: "a request without an ARN is in the caller's account", doc: doc(allow(anything + `,` + condition("StringEquals", "aws:ResourceAccount", "111122223333"))), resource: "x:aws:sqs:eu-west-1:444455556666:q", want: "allow"},
	})
	empty := request(t, role, "s3:x", "arn:aws:s3:::none")
	empty.Context["k:a"] = []string{}
	for src, want := range map[string]policy.Result{"${k:a, 'none'}": policy.Allowed, "${k:a}none": policy.Denied} {
		if got := policy.GrantedBy(parse(t, policy.Identity, res(src)), empty).Result; got != want {
			t.Errorf("%s of a key without values, which is absent: %v, want %v", src, got, want)
		}
	}
	d := parse(t, policy.Resource, doc(allow(`"Principal":"*","Action":"*","Resource":"arn:aws:s3:::${aws:PrincipalAccount, 'none'}"`)))
	if got := policy.GrantedBy(d, request(t, "federated:arn:aws:iam::111122223333:saml-provider/P", "s3:x", "arn:aws:s3:::none")).Result; got != policy.Allowed {
		t.Errorf("a login has no account yet, and the default counts: %v", got)
	}
	if key, def, has, ok := policy.VariableOf("#x"); key != "" || def != "" || has || ok {
		t.Errorf("a hole is a variable: %q %q %v %v", key, def, has, ok)
	}
}

// TestWildValues holds lists in which some entry may turn out to be anything.
func TestWildValues(t *testing.T) {
	holes := []policy.Hole{{Name: "var.any", Wild: true}, {Name: "a.b"}}
	wild, known := string(policy.HoleRune(0)), string(policy.HoleRune(1))
	for name, src := range map[string]string{
		"before another action":             doc(allow(`"Action":["` + wild + `","iam:*"],"Resource":"*"`)),
		"after another action":              doc(allow(`"Action":["iam:*","` + wild + `"],"Resource":"*"`)),
		"before a known value, in one text": doc(allow(`"Action":"s3:` + wild + known + `","Resource":"*"`)),
		"in a resource, before another":     doc(allow(`"Action":"*","Resource":["` + wild + `","arn:aws:s3:::c"]`)),
	} {
		if got := policy.GrantedBy(parse(t, policy.Identity, src, holes...), request(t, role, "s3:x", "arn:aws:s3:::b")).Result; got != policy.Undetermined {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestJoinKeepsTexts holds that every text of a joined document is shown as its
// own document shows it, and that no document changes.
func TestJoinKeepsTexts(t *testing.T) {
	hole := string(policy.HoleRune(0))
	const far, past = "\U0010FFFD", "\U000FFFFD" // private characters that never stand for a value
	src := doc(allow(`"Principal":{"AWS":"`+hole+`","Service":"`+hole+`.s","Federated":"`+hole+`/f","CanonicalUser":"`+hole+`c"},"Action":["s3:`+hole+`","s3:x`+far+past+
		`"],"Resource":"`+hole+`/r","Condition":{"StringEquals":{"k:`+hole+`":"`+hole+`v"}}`),
		deny(`"NotPrincipal":{"AWS":"`+hole+`"},"NotAction":"s3:`+hole+`","NotResource":"`+hole+`"`))
	first := lenient(t, policy.Resource, src, policy.Hole{Name: "a"})
	second := lenient(t, policy.Resource, src, policy.Hole{Name: "b"})
	texts := func(d *policy.Document, list []*policy.Statement) []string {
		var out []string
		for _, s := range list {
			for _, e := range []*policy.Principals{s.Principal, s.NotPrincipal} {
				if e != nil {
					for _, l := range [][]policy.Text{e.AWS, e.Service, e.Federated, e.CanonicalUser} {
						for _, x := range l {
							out = append(out, d.Show(x.Value))
						}
					}
				}
			}
			for _, p := range []*policy.Patterns{s.Action, s.NotAction, s.Resource, s.NotResource} {
				for _, x := range p.Texts() {
					out = append(out, d.Show(x.Value))
				}
			}
			for _, c := range s.Conditions {
				out = append(out, d.Show(c.Key), d.Show(c.Values[0].Value))
			}
		}
		return out
	}
	want := append(texts(first, first.Statements), texts(second, second.Statements)...)
	joined := policy.Join(first, second)
	if diff := cmp.Diff(want, texts(joined, joined.Statements)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, append(texts(first, first.Statements), texts(second, second.Statements)...)); diff != "" {
		t.Errorf("the documents that were joined have changed: %s", diff)
	}
	if joined.Length != first.Length+second.Length || joined.FullLength != first.FullLength+second.FullLength {
		t.Errorf("%d and %d characters", joined.Length, joined.FullLength)
	}
	if want[0] != "<a>" || !strings.Contains(strings.Join(want, " "), "s3:x"+far+past) {
		t.Errorf("%q", want)
	}
}

// TestRenameLeavesTheDocument holds what Rename does not touch.
func TestRenameLeavesTheDocument(t *testing.T) {
	to := func(string) string { return "new" }
	if (*policy.Document)(nil).Rename(to) != nil {
		t.Error("no document has another name")
	}
	if plain := parse(t, policy.Identity, doc(allow(anything))); plain.Rename(to) != plain {
		t.Error("a document without values to rename is made anew")
	}
	hole := string(policy.HoleRune(0))
	src := doc(allow(`"Action":["s3:X*","s3:` + hole + `"],"Resource":"arn:aws:s3:::${k:v}/` + hole + `",` + condition("StringEquals", "k:a", hole)))
	old := parse(t, policy.Identity, src, policy.Hole{Name: "old"})
	renamed := old.Rename(to)
	for d, name := range map[*policy.Document]string{old: "old", renamed: "new"} {
		r := request(t, role, "s3:xy", "arn:aws:s3:::x/<"+name+">", "k:v", "x", "k:a", "<"+name+">")
		if got := policy.GrantedBy(d, r).Result; got != policy.Allowed {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := renamed.Statements[0].Action.List[1].Glob.Names; len(got) != 1 || got[0] != "#new" {
		t.Errorf("an action is renamed to %q", got)
	}
}
