// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// The tests here are named after the facts about the policy language that the
// engine has to get right, one for each, in the order of AWS's documentation:
// syntax, resources, conditions, evaluation. Tables of all forms and operators
// stand in the other files.

// ask is one question to one identity document.
type ask struct {
	name, doc, action, resource string
	context                     []string
	want                        string
}

func checkAsks(t *testing.T, asks []ask) {
	t.Helper()
	for _, a := range asks {
		t.Run(a.name, func(t *testing.T) {
			t.Helper()
			if a.action == "" {
				a.action = "s3:GetObject"
			}
			if a.resource == "" {
				a.resource = "arn:aws:s3:::b/k"
			}
			if got := granted(t, a.doc, a.action, a.resource, a.context...); got != a.want {
				t.Errorf("got %s, want %s", got, a.want)
			}
		})
	}
}

// refused holds that AWS refuses a document, with a part of the message.
type refused struct {
	name string
	kind policy.Kind
	doc  string
	want string
}

func checkRefused(t *testing.T, list []refused) {
	t.Helper()
	for _, r := range list {
		t.Run(r.name, func(t *testing.T) {
			t.Helper()
			_, problems := policy.Parse([]byte(r.doc), r.kind)
			if r.want == "" && len(problems) > 0 || !strings.Contains(show(problems), r.want) || r.want != "" && len(problems) == 0 {
				t.Errorf("got %q, want %q", show(problems), r.want)
			}
		})
	}
}

func TestFact01ActionsWithoutCaseEffectWith(t *testing.T) {
	checkAsks(t, []ask{
		{name: "prefix and name in other case", doc: doc(allow(`"Action":"S3:getOBJECT","Resource":"*"`)), want: "allow"},
		{name: "request in other case", doc: doc(allow(`"Action":"s3:GetObject","Resource":"*"`)), action: "S3:GETOBJECT", want: "allow"},
		{name: "wildcard", doc: doc(allow(`"Action":"s3:gET*","Resource":"*"`)), want: "allow"},
		{name: "NotAction", doc: doc(allow(`"NotAction":"S3:GETOBJECT","Resource":"*"`)), want: "deny"},
	})
	checkRefused(t, []refused{
		{"allow in small letters", policy.Identity, doc(`{"Effect":"allow",` + anything + `}`), `Effect is "Allow" or "Deny", not "allow"`},
		{"DENY in capitals", policy.Identity, doc(`{"Effect":"DENY",` + anything + `}`), `Effect is "Allow" or "Deny", not "DENY"`},
	})
}

func TestFact02OneColonInAnAction(t *testing.T) {
	checkRefused(t, []refused{
		{"bare star", policy.Identity, doc(allow(anything)), ""},
		{"star colon star", policy.Identity, doc(allow(`"Action":"*:*","Resource":"*"`)), ""},
		{"dots and hyphens", policy.Identity, doc(allow(`"Action":"a.b-c0:X","Resource":"*"`)), ""},
		{"no colon", policy.Identity, doc(allow(`"Action":"s3","Resource":"*"`)), "no service prefix"},
		{"two colons", policy.Identity, doc(allow(`"Action":"s3:Get:Object","Resource":"*"`)), "more than one colon"},
		{"no name", policy.Identity, doc(allow(`"Action":"s3:","Resource":"*"`)), "lacks its service prefix or its name"},
		{"no prefix", policy.Identity, doc(allow(`"Action":":Get","Resource":"*"`)), "lacks its service prefix or its name"},
		{"star in the prefix", policy.Identity, doc(allow(`"Action":"s*:Get","Resource":"*"`)), "wildcard in its service prefix"},
		{"question mark in the prefix", policy.Identity, doc(allow(`"Action":"s?:Get","Resource":"*"`)), "wildcard in its service prefix"},
		{"underscore in the prefix", policy.Identity, doc(allow(`"Action":"s_3:Get","Resource":"*"`)), "only letters, digits, dots and hyphens"},
		{"wildcards within the name, in an SCP", policy.SCP, doc(deny(`"Action":"s3:*Object*Tag?ing","Resource":"*"`)), ""},
	})
	checkAsks(t, []ask{
		{name: "star colon star is everything", doc: doc(allow(`"Action":"*:*","Resource":"*"`)), want: "allow"},
		{name: "a star takes no colon", doc: doc(allow(`"Action":"s3:Get*Object","Resource":"*"`)), action: "s3:Get:Object", want: "deny"},
		{name: "a star beside the colon takes something", doc: doc(allow(`"Action":"s3:*","Resource":"*"`)), action: "s3:", want: "deny"},
	})
}

func TestFact03ShapesOfDocuments(t *testing.T) {
	checkRefused(t, []refused{
		{"one statement without a list", policy.Identity, `{"Version":"2012-10-17","Statement":` + allow(anything) + `}`, ""},
		{"empty list of statements", policy.Identity, doc(), "Statement is an empty list"},
		{"empty list of actions", policy.Identity, doc(allow(`"Action":[],"Resource":"*"`)), "Action is an empty list"},
		{"empty list of resources", policy.Identity, doc(allow(`"Action":"*","Resource":[]`)), "Resource is an empty list"},
		{"unknown element of the policy", policy.Identity, `{"Version":"2012-10-17","Statement":` + allow(anything) + `,"Comment":""}`, `unknown element "Comment" in the policy`},
		{"unknown element of a statement", policy.Identity, doc(allow(anything + `,"Actions":"x"`)), `unknown element "Actions" in a statement`},
	})
}

func TestFact04DuplicateKeys(t *testing.T) {
	checkRefused(t, []refused{
		{"Effect", policy.Identity, doc(`{"Effect":"Deny","Effect":"Allow",` + anything + `}`), `element "Effect" stands twice in a statement`},
		{"Statement", policy.Identity, `{"Statement":[],"Statement":[` + allow(anything) + `]}`, `element "Statement" stands twice in the policy`},
		{"in other case", policy.Identity, doc(`{"Effect":"Deny","effect":"Allow",` + anything + `}`), `element "effect" stands twice in a statement`},
		{"spelled with an escape", policy.Identity, doc(`{"Effect":"Deny","\u0045ffect":"Allow",` + anything + `}`), `element "Effect" stands twice`},
		{"Condition operator", policy.Identity, doc(allow(anything + `,"Condition":{"Bool":{"a:b":"true"},"bool":{"a:b":"false"}}`)), `condition operator "bool" stands twice`},
		{"Condition key", policy.Identity, doc(allow(anything + `,"Condition":{"Bool":{"a:b":"true","A:B":"false"}}`)), `condition key "A:B" stands twice under Bool`},
		{"Principal", policy.Resource, doc(allow(`"Principal":{"AWS":"*","aws":"*"},` + anything)), `element "aws" stands twice in Principal`},
	})
	// What is judged all the same has to be the strictest that can be meant of a
	// condition: both hold.
	d := lenient(t, policy.Identity, doc(allow(anything+`,"Condition":{"Bool":{"a:b":"true"},"Bool":{"a:c":"true"}}`)))
	if got := policy.GrantedBy(d, request(t, role, "s3:x", "*", "a:c", "true")).Result; got != policy.Denied {
		t.Errorf("the first of two operators is lost: %v", got)
	}
	_, problems := policy.Parse([]byte(doc(`{"Effect":"Deny","Effect":"Allow",`+anything+`}`)), policy.Identity)
	if len(problems) != 1 || !problems[0].Repeated {
		t.Errorf("not marked as repeated: %+v", problems)
	}
}

func TestFact05Versions(t *testing.T) {
	old := func(s string) string { return strings.Replace(s, "2012-10-17", "2008-10-17", 1) }
	checkRefused(t, []refused{
		{"identity", policy.Identity, old(doc(allow(anything))), `IAM takes only Version "2012-10-17" here`},
		{"boundary", policy.Boundary, old(doc(allow(anything))), `IAM takes only Version "2012-10-17" here`},
		{"session", policy.Session, old(doc(allow(anything))), `IAM takes only Version "2012-10-17" here`},
		{"scp", policy.SCP, old(doc(allow(anything))), `IAM takes only Version "2012-10-17" here`},
		{"resource", policy.Resource, old(doc(allow(anyone))), ""},
		{"absent", policy.Identity, `{"Statement":` + allow(anything) + `}`, ""},
		{"another one", policy.Identity, strings.Replace(doc(allow(anything)), "2012-10-17", "2020-01-01", 1), `Version is "2012-10-17" or "2008-10-17", not "2020-01-01"`},
		{"a number", policy.Identity, `{"Version":2012,"Statement":` + allow(anything) + `}`, `not 2012`},
		{"an object", policy.Identity, `{"Version":{},"Statement":` + allow(anything) + `}`, `not an object`},
	})
}

func TestFact06NoVariablesUnder2008(t *testing.T) {
	const literal = "arn:aws:s3:::${aws:username}"
	statement := `{"Effect":"Allow","Principal":"*","Action":"*","Resource":"` + literal + `"}`
	for name, c := range map[string]struct {
		version, resource, want string
	}{
		"2008, the text itself":   {`"Version":"2008-10-17",`, literal, "allow"},
		"2008, the user's name":   {`"Version":"2008-10-17",`, "arn:aws:s3:::U", "deny"},
		"absent, the text itself": {"", literal, "allow"},
		"absent, the user's name": {"", "arn:aws:s3:::U", "deny"},
		"2012, the text itself":   {`"Version":"2012-10-17",`, literal, "deny"},
		"2012, the user's name":   {`"Version":"2012-10-17",`, "arn:aws:s3:::U", "allow"},
	} {
		t.Run(name, func(t *testing.T) {
			d := parse(t, policy.Resource, `{`+c.version+`"Statement":`+statement+`}`)
			if got := policy.GrantedBy(d, request(t, user, "s3:x", c.resource)).Result.String(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	d := parse(t, policy.Resource, `{"Statement":`+allow(anyone+`,`+condition("StringEquals", "k:v", "${aws:username}"))+`}`)
	if got := policy.GrantedBy(d, request(t, user, "s3:x", "*", "k:v", "${aws:username}")).Result; got != policy.Allowed {
		t.Errorf("in a condition: %v", got)
	}
}

func TestFact07Sids(t *testing.T) {
	sid := func(s ...string) string {
		var out []string
		for _, v := range s {
			out = append(out, allow(`"Sid":`+v+`,`+anything))
		}
		return doc(out...)
	}
	checkRefused(t, []refused{
		{"letters and digits", policy.Identity, sid(`"Abc123"`), ""},
		{"empty", policy.Identity, sid(`""`, `""`), ""},
		{"hyphen", policy.Identity, sid(`"a-b"`), `Sid "a-b" has a character other than letters and digits`},
		{"twice", policy.Identity, sid(`"A"`, `"A"`), `Sid "A" stands twice`},
		{"in another case it is another one", policy.Identity, sid(`"A"`, `"a"`), ""},
		{"a number", policy.Identity, sid(`1`), "Sid is a string, not a number"},
		{"other services take more", policy.Resource, doc(allow(`"Sid":"a b-c",` + anyone)), ""},
	})
}

func TestFact08Characters(t *testing.T) {
	checkRefused(t, []refused{
		{"latin", policy.Identity, doc(allow(`"Action":"*","Resource":"arn:aws:s3:::\u00fc\u0020\u00ff\t\n\r"`)), ""},
		{"control", policy.Identity, doc(allow(`"Action":"*","Resource":"arn:aws:s3:::\u0001"`)), "character U+0001 is not accepted"},
		{"beyond", policy.Identity, doc(allow(`"Action":"*","Resource":"arn:aws:s3:::\u0100"`)), "character U+0100 is not accepted"},
		{"in a key", policy.Identity, doc(allow(anything + `,"Condition":{"Bool":{"a:\u20ac":"true"}}`)), "character U+20AC is not accepted"},
		{"a hole that nobody gave", policy.Identity, doc(allow(`"Action":"*","Resource":"` + string(policy.HoleRune(0)) + `"`)), "character U+F0000 is not accepted"},
		{"as long as AWS takes", policy.Identity, strings.Repeat(" ", 131_072-len(doc(allow(anything)))) + doc(allow(anything)), ""},
		{"longer", policy.Identity, strings.Repeat(" ", 131_073-len(doc(allow(anything)))) + doc(allow(anything)), "the policy has 131073 characters; AWS takes at most 131072"},
	})
}

func TestFact09UnquotedConditionValues(t *testing.T) {
	d := doc(allow(anything + `,"Condition":{"Bool":{"a:b":true},"NumericLessThan":{"a:n":[10,2.5e1]}}`))
	checkAsks(t, []ask{
		{name: "hold", doc: d, context: []string{"a:b", "true", "a:n", "24"}, want: "allow"},
		{name: "boolean fails", doc: d, context: []string{"a:b", "false", "a:n", "24"}, want: "deny"},
		{name: "number fails", doc: d, context: []string{"a:b", "true", "a:n", "25"}, want: "deny"},
	})
	checkRefused(t, []refused{
		{"null", policy.Identity, doc(allow(anything + `,"Condition":{"Bool":{"a:b":null}}`)), "a condition value is a string, a number or a boolean, not null"},
		{"object", policy.Identity, doc(allow(anything + `,"Condition":{"Bool":{"a:b":{}}}`)), "not an object"},
		{"list in a list", policy.Identity, doc(allow(anything + `,"Condition":{"Bool":{"a:b":[["true"]]}}`)), "not a list"},
	})
}

// Quotas are dated data of their own; what is counted is the language's.
func TestFact10Sizes(t *testing.T) {
	tight := doc(allow(`"Action":"*","Resource":"arn:aws:s3:::a b\u00fc"`))
	loose := strings.NewReplacer(`,`, " ,\n", `:[`, ": [\t", `}`, " }\r\n").Replace(tight)
	a, b := parse(t, policy.Identity, tight), parse(t, policy.Identity, loose)
	if a.Length != len(tight) || a.FullLength != len(tight) {
		t.Errorf("length %d and %d, want %d twice", a.Length, a.FullLength, len(tight))
	}
	if b.Length != a.Length || b.FullLength != len(loose) {
		t.Errorf("with white space: length %d and %d, want %d and %d", b.Length, b.FullLength, a.Length, len(loose))
	}
	c := parse(t, policy.Identity, strings.Replace(tight, `\u00fc`, "ü", 1))
	if c.Length != len(tight)-5 {
		t.Errorf("a character of two bytes counts as one: length %d, want %d", c.Length, len(tight)-5)
	}
}

// Fact 11 is about durations of sessions, which are no part of a document.

func TestFact12NamesWithCase(t *testing.T) {
	d := doc(allow(`"Action":"*","Resource":"arn:aws:iam::111122223333:user/Bob"`))
	checkAsks(t, []ask{
		{name: "the same", doc: d, action: "iam:GetUser", resource: "arn:aws:iam::111122223333:user/Bob", want: "allow"},
		{name: "other case", doc: d, action: "iam:GetUser", resource: "arn:aws:iam::111122223333:user/bob", want: "deny"},
	})
}

func TestFact13StarsAcrossSegments(t *testing.T) {
	checkAsks(t, []ask{
		{name: "crosses slashes", doc: doc(allow(`"Action":"*","Resource":"arn:aws:s3:::b/*/x"`)), resource: "arn:aws:s3:::b/p/q/x", want: "allow"},
		{name: "ends a segment, within it", doc: doc(allow(`"Action":"*","Resource":"arn:aws:sns:*:111122223333:t"`)), resource: "arn:aws:sns:eu-west-1:111122223333:t", want: "allow"},
		{name: "ends a segment, crosses the colon", doc: doc(allow(`"Action":"*","Resource":"arn:aws:sns:*:1:t"`)), resource: "arn:aws:sns:a:b:1:t", want: "allow"},
		{name: "last of the ARN", doc: doc(allow(`"Action":"*","Resource":"arn:aws:sns:*"`)), resource: "arn:aws:sns:eu-west-1:111122223333:t", want: "allow"},
		{name: "inside a segment, within it", doc: doc(allow(`"Action":"*","Resource":"arn:aws:sns:eu*1:111122223333:t"`)), resource: "arn:aws:sns:eu-west-1:111122223333:t", want: "allow"},
		{name: "inside a segment, across the colon", doc: doc(allow(`"Action":"*","Resource":"arn:aws:sns:eu*3:t"`)), resource: "arn:aws:sns:eu-west-1:111122223333:t", want: "undetermined"},
		{name: "the same in NotResource", doc: doc(allow(`"Action":"*","NotResource":"arn:aws:sns:eu*3:t"`)), resource: "arn:aws:sns:eu-west-1:111122223333:t", want: "undetermined"},
		{name: "neither way", doc: doc(allow(`"Action":"*","Resource":"arn:aws:sns:eu*3:t"`)), resource: "arn:aws:sns:us-west-1:111122223333:t", want: "deny"},
		{name: "in the sixth segment it crosses", doc: doc(allow(`"Action":"*","Resource":"arn:aws:logs:eu:1:log-group:a*z"`)), resource: "arn:aws:logs:eu:1:log-group:a:log-stream:z", want: "allow"},
	})
}

func TestFact14QuestionMarks(t *testing.T) {
	d := doc(allow(`"Action":"s3:Get?bject","Resource":"arn:aws:s3:::b?"`))
	checkAsks(t, []ask{
		{name: "one", doc: d, resource: "arn:aws:s3:::b1", want: "allow"},
		{name: "none", doc: d, resource: "arn:aws:s3:::b", want: "deny"},
		{name: "two", doc: d, resource: "arn:aws:s3:::b12", want: "deny"},
		{name: "one character of two bytes", doc: d, resource: "arn:aws:s3:::b\u00fc", want: "allow"},
		{name: "none in the action", doc: d, action: "s3:Getbject", resource: "arn:aws:s3:::b1", want: "deny"},
	})
	checkRefused(t, []refused{
		{"star in the service", policy.Identity, doc(allow(`"Action":"*","Resource":"arn:aws:s*:::b"`)), "wildcard inside its service segment"},
		{"question mark in the service", policy.Identity, doc(allow(`"Action":"*","Resource":"arn:aws:s?:::b"`)), "wildcard inside its service segment"},
	})
}

func TestFact15ArnsAreComparedAsTheyStand(t *testing.T) {
	checkAsks(t, []ask{
		{name: "a bucket bears no account", doc: doc(allow(`"Action":"*","Resource":"arn:aws:s3:::b"`)), resource: "arn:aws:s3::111122223333:b", want: "deny"},
		{name: "a path begins with the kind", doc: doc(allow(`"Action":"*","Resource":"arn:aws:iam::111122223333:user/*"`)), action: "iam:x", resource: "arn:aws:iam::111122223333:role/x", want: "deny"},
		{name: "a user with a path", doc: doc(allow(`"Action":"*","Resource":"arn:aws:iam::111122223333:user/*"`)), action: "iam:x", resource: "arn:aws:iam::111122223333:user/a/b", want: "allow"},
	})
}

func TestFact16ShortArns(t *testing.T) {
	short := allow(`"Action":"*","Resource":"arn:aws:sqs:eu-west-1"`)
	for _, kind := range []policy.Kind{policy.Identity, policy.Session, policy.Boundary} {
		d := lenient(t, kind, doc(short))
		if got := policy.GrantedBy(d, request(t, role, "sqs:x", "arn:aws:sqs:eu-west-1:111122223333:q")).Result; got != policy.Undetermined {
			t.Errorf("%v: %v", kind, got)
		}
		if got := policy.GrantedBy(d, request(t, role, "sqs:x", "arn:aws:sqs:us-east-1:111122223333:q")).Result; got != policy.Denied {
			t.Errorf("%v, another region: %v", kind, got)
		}
	}
	d := lenient(t, policy.Resource, doc(strings.Replace(short, `"Action"`, `"Principal":"*","Action"`, 1)))
	if got := policy.GrantedBy(d, request(t, role, "sqs:x", "arn:aws:sqs:eu-west-1:111122223333:q")).Result; got != policy.Denied {
		t.Errorf("resource policy: %v", got)
	}
	checkAsks(t, []ask{
		{name: "with a star at its end it is no short one", doc: doc(allow(`"Action":"*","Resource":"arn:aws:sqs:eu*"`)), resource: "arn:aws:sqs:eu-west-1:111122223333:q", want: "allow"},
		{name: "both readings at once", doc: doc(allow(`"Action":"*","Resource":"arn:a*s:sqs"`)), resource: "arn:a:s:sqs:eu:1:q", want: "undetermined"},
	})
}

func TestFact17ActionsWithoutResources(t *testing.T) {
	checkAsks(t, []ask{
		{name: "star", doc: doc(allow(`"Action":"s3:ListAllMyBuckets","Resource":"*"`)), action: "s3:ListAllMyBuckets", resource: "*", want: "allow"},
		{name: "an ARN", doc: doc(allow(`"Action":"s3:ListAllMyBuckets","Resource":"arn:aws:s3:::b"`)), action: "s3:ListAllMyBuckets", resource: "*", want: "deny"},
		{name: "every ARN", doc: doc(allow(`"Action":"*","Resource":"arn:aws:s3:::*"`)), action: "s3:ListAllMyBuckets", resource: "*", want: "deny"},
		{name: "NotAction with an ARN leaves them out", doc: doc(allow(`"NotAction":"iam:*","Resource":"arn:aws:s3:::*"`)), action: "s3:ListAllMyBuckets", resource: "*", want: "deny"},
		{name: "NotAction with a star", doc: doc(allow(`"NotAction":"iam:*","Resource":"*"`)), action: "s3:ListAllMyBuckets", resource: "*", want: "allow"},
	})
}

func TestFact18WhereVariablesStand(t *testing.T) {
	resource := allow(`"Action":"*","Resource":"arn:aws:s3:::${k:Name}"`)
	checkAsks(t, []ask{
		{name: "key names without regard to case", doc: doc(resource), resource: "arn:aws:s3:::x", context: []string{"K:NAME", "x"}, want: "allow"},
		{name: "in an action they are text", doc: doc(allow(`"Action":"s3:${Name}","Resource":"*"`)), action: "s3:x", context: []string{"name", "x"}, want: "deny"},
		{name: "in String conditions", doc: doc(allow(anything + `,` + condition("StringLike", "a:b", "${k:Name}*"))), context: []string{"k:name", "x", "a:b", "xy"}, want: "allow"},
		{name: "in Arn conditions", doc: doc(allow(anything + `,` + condition("ArnLike", "a:b", "arn:aws:s3:::${k:Name}"))), context: []string{"k:name", "x", "a:b", "arn:aws:s3:::x"}, want: "allow"},
		{name: "not in other conditions", doc: doc(allow(anything + `,` + condition("BinaryEquals", "a:b", "${k:Name}"))), context: []string{"k:name", "x", "a:b", "x"}, want: "deny"},
		{name: "keys with several values cannot be used", doc: doc(resource), resource: "arn:aws:s3:::x", context: []string{"k:name", "x", "k:name", "y"}, want: "deny"},
		{name: "nor with a default", doc: doc(allow(`"Action":"*","Resource":"arn:aws:s3:::${k:Name, 'x'}"`)), resource: "arn:aws:s3:::x", context: []string{"k:name", "x", "k:name", "y"}, want: "deny"},
		{name: "a value's wildcards are text", doc: doc(resource), resource: "arn:aws:s3:::x", context: []string{"k:name", "*"}, want: "deny"},
	})
	checkRefused(t, []refused{
		{"after the fifth colon", policy.Identity, doc(allow(`"Action":"*","Resource":"arn:aws:s3:::${AWS:PrincipalTag/Team}/${aws:userNAME}"`)), ""},
		{"before the fifth colon", policy.Identity, doc(allow(`"Action":"*","Resource":"arn:aws:iam::${aws:PrincipalAccount}:role/x"`)), "policy variable before its fifth colon"},
		{"in front", policy.Identity, doc(allow(`"Action":"*","Resource":"${k:arn}"`)), "policy variable before its fifth colon"},
		{"a literal is no variable", policy.Identity, doc(allow(`"Action":"*","Resource":"arn:aws:sqs:${*}:1:q"`)), ""},
		{"a number with one", policy.Identity, doc(allow(anything + `,` + condition("NumericEquals", "a:b", "${k:v}"))), "NumericEquals cannot compare with"},
	})
}

func TestFact19LiteralsAndDefaults(t *testing.T) {
	literal := doc(allow(`"Action":"*","Resource":"arn:aws:s3:::${*}${?}${$}{x}"`))
	def := doc(allow(`"Action":"*","Resource":"arn:aws:s3:::${k:Name, 'any'}"`))
	checkAsks(t, []ask{
		{name: "literals", doc: literal, resource: "arn:aws:s3:::*?${x}", want: "allow"},
		{name: "are no wildcards", doc: literal, resource: "arn:aws:s3:::ab${x}", want: "deny"},
		{name: "default", doc: def, resource: "arn:aws:s3:::any", want: "allow"},
		{name: "default not used", doc: def, resource: "arn:aws:s3:::any", context: []string{"k:Name", "x"}, want: "deny"},
		{name: "value used", doc: def, resource: "arn:aws:s3:::x", context: []string{"k:Name", "x"}, want: "allow"},
		{name: "default in a condition", doc: doc(allow(anything + `,` + condition("StringEquals", "a:b", "${k:Name,'Any'}"))), context: []string{"a:b", "Any"}, want: "allow"},
		{name: "default without regard to case", doc: doc(allow(anything + `,` + condition("StringEqualsIgnoreCase", "a:b", "${k:Name, 'Any'}"))), context: []string{"a:b", "aNY"}, want: "allow"},
		{name: "value without regard to case", doc: doc(allow(anything + `,` + condition("StringEqualsIgnoreCase", "a:b", "${k:Name}"))), context: []string{"a:b", "any", "k:name", "ANY"}, want: "allow"},
		{name: "a brace that is not closed is text", doc: doc(allow(`"Action":"*","Resource":"arn:aws:s3:::${x"`)), resource: "arn:aws:s3:::${x", want: "allow"},
		{name: "nor is an empty one", doc: doc(allow(`"Action":"*","Resource":"arn:aws:s3:::${}"`)), resource: "arn:aws:s3:::${}", want: "allow"},
	})
}

func TestFact20VariablesWithoutValue(t *testing.T) {
	checkAsks(t, []ask{
		{name: "Resource matches nothing", doc: doc(allow(`"Action":"*","Resource":"arn:aws:s3:::${k:Name}*"`)), resource: "arn:aws:s3:::x", want: "deny"},
		{name: "another entry still does", doc: doc(allow(`"Action":"*","Resource":["arn:aws:s3:::${k:Name}*","arn:aws:s3:::x"]`)), resource: "arn:aws:s3:::x", want: "allow"},
		{name: "NotResource is left open", doc: doc(allow(`"Action":"*","NotResource":"arn:aws:s3:::${k:Name}"`)), resource: "arn:aws:s3:::x", want: "undetermined"},
		{name: "NotResource with another entry that matches", doc: doc(allow(`"Action":"*","NotResource":["arn:aws:s3:::${k:Name}","arn:aws:s3:::x"]`)), resource: "arn:aws:s3:::x", want: "deny"},
		{name: "positive operator", doc: doc(allow(anything + `,` + condition("StringLike", "a:b", "${k:Name}*"))), context: []string{"a:b", "x"}, want: "deny"},
		{name: "negated operator", doc: doc(allow(anything + `,` + condition("StringNotLike", "a:b", "${k:Name}*"))), context: []string{"a:b", "x"}, want: "allow"},
		{name: "positive on ARNs", doc: doc(allow(anything + `,` + condition("ArnLike", "a:b", "arn:aws:s3:::${k:Name}*"))), context: []string{"a:b", "arn:aws:s3:::x"}, want: "deny"},
		{name: "negated on ARNs", doc: doc(allow(anything + `,` + condition("ArnNotLike", "a:b", "arn:aws:s3:::${k:Name}*"))), context: []string{"a:b", "arn:aws:s3:::x"}, want: "allow"},
	})
}

func TestFact21AndOfKeysOrOfValues(t *testing.T) {
	d := doc(allow(anything + `,"Condition":{"StringEquals":{"k:a":["1","2"],"k:b":"1"},"StringNotEquals":{"k:c":["1","2"]}}`))
	checkAsks(t, []ask{
		{name: "first value", doc: d, context: []string{"k:a", "1", "k:b", "1", "k:c", "3"}, want: "allow"},
		{name: "second value", doc: d, context: []string{"k:a", "2", "k:b", "1", "k:c", "3"}, want: "allow"},
		{name: "no value", doc: d, context: []string{"k:a", "3", "k:b", "1", "k:c", "3"}, want: "deny"},
		{name: "second key fails", doc: d, context: []string{"k:a", "1", "k:b", "2", "k:c", "3"}, want: "deny"},
		{name: "second operator fails on its first value", doc: d, context: []string{"k:a", "1", "k:b", "1", "k:c", "1"}, want: "deny"},
		{name: "second operator fails on its second value", doc: d, context: []string{"k:a", "1", "k:b", "1", "k:c", "2"}, want: "deny"},
	})
}

func TestFact22KeysWithoutCase(t *testing.T) {
	checkAsks(t, []ask{
		{name: "condition", doc: doc(allow(anything + `,` + condition("StringEquals", "AWS:sourceVPC", "v"))), context: []string{"aws:SourceVpc", "v"}, want: "allow"},
		{name: "values with case", doc: doc(allow(anything + `,` + condition("StringEquals", "aws:SourceVpc", "v"))), context: []string{"aws:SourceVpc", "V"}, want: "deny"},
	})
}

func TestFact23MissingKeys(t *testing.T) {
	checkAsks(t, []ask{
		{name: "positive", doc: doc(allow(anything + `,` + condition("StringEquals", "k:a", "1"))), want: "deny"},
		{name: "negated", doc: doc(allow(anything + `,` + condition("StringNotEquals", "k:a", "1"))), want: "allow"},
		{name: "IfExists", doc: doc(allow(anything + `,` + condition("StringEqualsIfExists", "k:a", "1"))), want: "allow"},
		{name: "IfExists, there", doc: doc(allow(anything + `,` + condition("StringEqualsIfExists", "k:a", "1"))), context: []string{"k:a", "2"}, want: "deny"},
		{name: "negated IfExists", doc: doc(allow(anything + `,` + condition("StringNotEqualsIfExists", "k:a", "1"))), want: "allow"},
	})
}

func TestFact24SetOperatorsOnNothing(t *testing.T) {
	checkAsks(t, []ask{
		{name: "ForAllValues", doc: doc(allow(anything + `,` + condition("ForAllValues:StringEquals", "k:a", "1"))), want: "allow"},
		{name: "ForAllValues, empty text", doc: doc(allow(anything + `,` + condition("ForAllValues:StringEquals", "k:a", "1"))), context: []string{"k:a", ""}, want: "undetermined"},
		{name: "ForAnyValue", doc: doc(allow(anything + `,` + condition("ForAnyValue:StringEquals", "k:a", "1"))), want: "deny"},
		{name: "ForAnyValue, negated", doc: doc(allow(anything + `,` + condition("ForAnyValue:StringNotEquals", "k:a", "1"))), want: "deny"},
		{name: "ForAnyValue, empty text", doc: doc(allow(anything + `,` + condition("ForAnyValue:StringLike", "k:a", "*"))), context: []string{"k:a", ""}, want: "undetermined"},
		{name: "ForAnyValue, IfExists", doc: doc(allow(anything + `,` + condition("ForAnyValue:StringEqualsIfExists", "k:a", "1"))), want: "allow"},
	})
	d := parse(t, policy.Identity, doc(allow(anything+`,`+condition("ForAllValues:StringEquals", "k:a", "1"))))
	r := request(t, role, "s3:x", "*")
	r.Context["k:a"] = []string{}
	if got := policy.GrantedBy(d, r).Result; got != policy.Allowed {
		t.Errorf("an empty set: %v", got)
	}
}

func TestFact25SeveralValuesNeedSetOperators(t *testing.T) {
	two := []string{"k:a", "1", "k:a", "2"}
	checkAsks(t, []ask{
		{name: "without one", doc: doc(allow(anything + `,` + condition("StringEquals", "k:a", "1"))), context: two, want: "undetermined"},
		{name: "in a deny", doc: doc(allow(anything), deny(anything+`,`+condition("StringEquals", "k:a", "3"))), context: two, want: "undetermined"},
		{name: "ForAllValues fails", doc: doc(allow(anything + `,` + condition("ForAllValues:StringEquals", "k:a", "1"))), context: two, want: "deny"},
		{name: "ForAllValues holds", doc: doc(allow(anything + `,` + condition("ForAllValues:StringEquals", "k:a", "1", "2", "3"))), context: two, want: "allow"},
		{name: "ForAnyValue holds", doc: doc(allow(anything + `,` + condition("ForAnyValue:StringEquals", "k:a", "2"))), context: two, want: "allow"},
		{name: "ForAnyValue fails", doc: doc(allow(anything + `,` + condition("ForAnyValue:StringEquals", "k:a", "3"))), context: two, want: "deny"},
		{name: "ForAllValues negated holds", doc: doc(allow(anything + `,` + condition("ForAllValues:StringNotEquals", "k:a", "3"))), context: two, want: "allow"},
		{name: "ForAnyValue negated holds", doc: doc(allow(anything + `,` + condition("ForAnyValue:StringNotEquals", "k:a", "1"))), context: two, want: "allow"},
		{name: "tags have one value", doc: doc(allow(anything + `,` + condition("StringEquals", "aws:RequestTag/team", "1"))), context: []string{"aws:RequestTag/team", "1"}, want: "allow"},
	})
}

func TestFact26ArnEqualsIsArnLike(t *testing.T) {
	for _, op := range []string{"ArnEquals", "ArnLike"} {
		d := doc(allow(anything + `,` + condition(op, "k:a", "arn:aws:sns:*:111122223333:t*")))
		checkAsks(t, []ask{
			{name: op + " takes wildcards", doc: d, context: []string{"k:a", "arn:aws:sns:eu-west-1:111122223333:topic"}, want: "allow"},
			{name: op + " compares each segment", doc: d, context: []string{"k:a", "arn:aws:sns:eu:west:111122223333:topic"}, want: "deny"},
			{name: op + " crosses colons in the last", doc: d, context: []string{"k:a", "arn:aws:sns:eu-west-1:111122223333:t:x"}, want: "allow"},
			{name: op + " on what is no ARN", doc: d, context: []string{"k:a", "topic"}, want: "deny"},
		})
	}
	checkAsks(t, []ask{
		{name: "StringLike crosses colons", doc: doc(allow(anything + `,` + condition("StringLike", "k:a", "arn:aws:sns:*:111122223333:t*"))), context: []string{"k:a", "arn:aws:sns:eu:west:111122223333:topic"}, want: "allow"},
		{name: "a lone star takes what is no ARN", doc: doc(allow(anything + `,` + condition("ArnLike", "k:a", "*"))), context: []string{"k:a", "topic"}, want: "allow"},
		{name: "fewer than six parts", doc: doc(allow(anything + `,` + condition("ArnLike", "k:a", "arn:aws:sns:*"))), context: []string{"k:a", "arn:aws:sns:eu:1:t"}, want: "undetermined"},
	})
}

func TestFact27NullTestsPresence(t *testing.T) {
	null := func(values ...string) string { return doc(allow(anything + `,` + condition("Null", "k:a", values...))) }
	checkAsks(t, []ask{
		{name: "true, absent", doc: null("true"), want: "allow"},
		{name: "true, there", doc: null("true"), context: []string{"k:a", "x"}, want: "deny"},
		{name: "false, absent", doc: null("false"), want: "deny"},
		{name: "false, there", doc: null("false"), context: []string{"k:a", "x"}, want: "allow"},
		{name: "both, absent", doc: null("true", "false"), want: "allow"},
		{name: "both, there", doc: null("true", "false"), context: []string{"k:a", "x"}, want: "allow"},
		{name: "an empty text may count as absent", doc: null("true"), context: []string{"k:a", ""}, want: "undetermined"},
		{name: "in other case", doc: null("TRUE"), want: "allow"},
		{name: "one of several values is empty", doc: null("false"), context: []string{"k:a", "", "k:a", "x"}, want: "allow"},
	})
	d := lenient(t, policy.Identity, null("maybe"))
	if got := policy.GrantedBy(d, request(t, role, "s3:x", "*")).Result; got != policy.Undetermined {
		t.Errorf("a value that is no boolean: %v", got)
	}
	r := request(t, role, "s3:x", "*")
	r.Context["k:a"] = nil
	if got := policy.GrantedBy(parse(t, policy.Identity, null("true")), r).Result; got != policy.Allowed {
		t.Errorf("a key without values: %v", got)
	}
}

func TestFact28Addresses(t *testing.T) {
	one := doc(allow(anything + `,` + condition("IpAddress", "aws:SourceIp", "203.0.113.7")))
	block := doc(allow(anything + `,` + condition("IpAddress", "aws:SourceIp", "203.0.113.7/24")))
	checkAsks(t, []ask{
		{name: "a bare address is itself", doc: one, context: []string{"aws:SourceIp", "203.0.113.7"}, want: "allow"},
		{name: "and no other", doc: one, context: []string{"aws:SourceIp", "203.0.113.8"}, want: "deny"},
		{name: "a block with host bits", doc: block, context: []string{"aws:SourceIp", "203.0.113.255"}, want: "allow"},
		{name: "outside of the block", doc: block, context: []string{"aws:SourceIp", "203.0.114.0"}, want: "deny"},
		{name: "through an endpoint the key is absent", doc: block, want: "deny"},
		{name: "absent, negated", doc: doc(allow(anything + `,` + condition("NotIpAddress", "aws:SourceIp", "203.0.113.0/24"))), want: "allow"},
	})
}

func TestFact29Dates(t *testing.T) {
	until := func(v string) string {
		return doc(allow(anything + `,` + condition("DateLessThan", "aws:CurrentTime", v)))
	}
	checkAsks(t, []ask{
		{name: "ISO 8601", doc: until("2026-01-01T00:00:00Z"), context: []string{"aws:CurrentTime", "2025-12-31T23:59:59Z"}, want: "allow"},
		{name: "seconds", doc: until("1767225600"), context: []string{"aws:CurrentTime", "2025-12-31T23:59:59Z"}, want: "allow"},
		{name: "the same moment", doc: until("1767225600"), context: []string{"aws:CurrentTime", "2026-01-01T00:00:00Z"}, want: "deny"},
		{name: "with an offset", doc: until("2026-01-01T01:00:00+01:00"), context: []string{"aws:CurrentTime", "2026-01-01T00:00:00Z"}, want: "deny"},
		{name: "a day", doc: until("2026-01-01"), context: []string{"aws:CurrentTime", "2025-12-31"}, want: "allow"},
	})
	// No Unicode normalisation: u with two dots is not u and two dots.
	checkAsks(t, []ask{
		{name: "composed and decomposed", doc: doc(allow(`"Action":"*","Resource":"arn:aws:s3:::\u00fc"`)), resource: "arn:aws:s3:::u\u0308", want: "deny"},
	})
}

func TestFact30MissingMFA(t *testing.T) {
	plain := doc(allow(anything), deny(anything+`,`+condition("Bool", "aws:MultiFactorAuthPresent", "false")))
	ifExists := doc(allow(anything), deny(anything+`,`+condition("BoolIfExists", "aws:MultiFactorAuthPresent", "false")))
	checkAsks(t, []ask{
		{name: "plain, without MFA", doc: plain, context: []string{"aws:MultiFactorAuthPresent", "false"}, want: "deny"},
		{name: "plain, key absent: the hole", doc: plain, want: "allow"},
		{name: "IfExists, key absent", doc: ifExists, want: "deny"},
		{name: "IfExists, with MFA", doc: ifExists, context: []string{"aws:MultiFactorAuthPresent", "true"}, want: "allow"},
	})
}
