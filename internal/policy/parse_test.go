// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// TestParseSyntax holds every way in which a text is no JSON, with its place.
func TestParseSyntax(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"nothing":                      {"", "1:1-1:1: the policy is not valid JSON: unexpected end of text; expected a value"},
		"white space":                  {" \r\n\t", "2:2-2:2: the policy is not valid JSON: unexpected end of text; expected a value"},
		"word":                         {"nil", "1:1-1:1: the policy is not valid JSON: unexpected 'n'; expected a value"},
		"byte order mark":              {"\ufeff{}", "1:1-1:1: the policy is not valid JSON: unexpected '\\ufeff'; expected a value"},
		"after the end":                {"{} x", "1:4-1:4: the policy is not valid JSON: unexpected 'x' after the end of the document"},
		"two documents":                {"{}{}", "1:3-1:3: the policy is not valid JSON: unexpected '{' after the end of the document"},
		"object not closed":            {"{", "1:2-1:2: the policy is not valid JSON: unexpected end of text; expected a name in quotes"},
		"name not closed":              {"{\"a", "1:4-1:4: the policy is not valid JSON: unexpected end of text inside a string"},
		"name without quotes":          {"{a:1}", "1:2-1:2: the policy is not valid JSON: unexpected 'a'; expected a name in quotes"},
		"no colon":                     {`{"a" 1}`, "1:6-1:6: the policy is not valid JSON: unexpected '1'; expected ':' after a name"},
		"end after a name":             {`{"a"`, "1:5-1:5: the policy is not valid JSON: unexpected end of text; expected ':' after a name"},
		"no value":                     {`{"a":}`, "1:6-1:6: the policy is not valid JSON: unexpected '}'; expected a value"},
		"no comma":                     {`{"a":1 "b":2}`, "1:8-1:8: the policy is not valid JSON: unexpected '\"'; expected ',' or '}'"},
		"comma at the end":             {`{"a":1,}`, "1:8-1:8: the policy is not valid JSON: unexpected '}'; expected a name in quotes"},
		"object ends after a value":    {`{"a":1`, "1:7-1:7: the policy is not valid JSON: unexpected end of text; expected ',' or '}'"},
		"list not closed":              {`[1`, "1:3-1:3: the policy is not valid JSON: unexpected end of text; expected ',' or ']'"},
		"list with a comma at the end": {`[1,]`, "1:4-1:4: the policy is not valid JSON: unexpected ']'; expected a value after ','"},
		"list ends after a comma":      {`[1,`, "1:4-1:4: the policy is not valid JSON: unexpected end of text; expected a value"},
		"an exponent without a number": {"[1e]", "1:2-1:2: the policy is not valid JSON: unexpected '1'; expected a value"},
		"text ends in an exponent":     {"1e", "1:1-1:1: the policy is not valid JSON: unexpected '1'; expected a value"},
		"a byte within a character":    {"\"a\x80\"", "1:3-1:3: the policy is not valid JSON: invalid UTF-8 inside a string"},
		"text ends in a short escape":  {`"\u004`, "1:2-1:2: the policy is not valid JSON: \\u needs four hexadecimal digits"},
		"text ends after an escape":    {`"\u0041`, "1:8-1:8: the policy is not valid JSON: unexpected end of text inside a string"},
		"text ends within a pair":      {`"\ud83d\ude0`, "1:2-1:2: the policy is not valid JSON: half of a surrogate pair inside a string"},
		"text ends after half a pair":  {`"\ud83d\`, "1:2-1:2: the policy is not valid JSON: half of a surrogate pair inside a string"},
		"half a pair and an escape":    {`"\ud83d\n de00"`, "1:2-1:2: the policy is not valid JSON: half of a surrogate pair inside a string"},
		"half a pair and digits":       {`"\ud83dxude00"`, "1:2-1:2: the policy is not valid JSON: half of a surrogate pair inside a string"},
		"as long as can be":            {strings.Repeat(" ", 1<<20), "1:1048577-1:1048577: the policy is not valid JSON: unexpected end of text; expected a value"},
		"list with two commas":         {`[1,,2]`, "1:4-1:4: the policy is not valid JSON: unexpected ','; expected a value"},
		"list without a comma":         {`[1 2]`, "1:4-1:4: the policy is not valid JSON: unexpected '2'; expected ',' or ']'"},
		"string not closed":            {`"a`, "1:3-1:3: the policy is not valid JSON: unexpected end of text inside a string"},
		"string ends in an escape":     {`"a\`, "1:3-1:3: the policy is not valid JSON: unexpected end of text inside a string"},
		"line end in a string":         {"\"a\nb\"", "1:3-1:3: the policy is not valid JSON: control character U+000A inside a string; write it as an escape"},
		"control after an escape":      {"\"\\t\x01\"", "1:4-1:4: the policy is not valid JSON: control character U+0001 inside a string; write it as an escape"},
		"unknown escape":               {`"\x41"`, "1:2-1:2: the policy is not valid JSON: unknown escape \\x"},
		"three digits":                 {`"\u12"`, "1:2-1:2: the policy is not valid JSON: \\u needs four hexadecimal digits"},
		"no digits":                    {`"\u`, "1:2-1:2: the policy is not valid JSON: \\u needs four hexadecimal digits"},
		"a sign for a digit":           {`"\u+123"`, "1:2-1:2: the policy is not valid JSON: \\u needs four hexadecimal digits"},
		"high surrogate alone":         {`"\ud800"`, "1:2-1:2: the policy is not valid JSON: half of a surrogate pair inside a string"},
		"high surrogate twice":         {`"\ud800\ud800"`, "1:2-1:2: the policy is not valid JSON: half of a surrogate pair inside a string"},
		"low surrogate alone":          {`"\udc00"`, "1:2-1:2: the policy is not valid JSON: half of a surrogate pair inside a string"},
		"invalid UTF-8":                {"\"\xff\"", "1:2-1:2: the policy is not valid JSON: invalid UTF-8 inside a string"},
		"overlong UTF-8":               {"\"a\xc0\xaf\"", "1:3-1:3: the policy is not valid JSON: invalid UTF-8 inside a string"},
		"surrogate in UTF-8":           {"\"\xed\xa0\x80\"", "1:2-1:2: the policy is not valid JSON: invalid UTF-8 inside a string"},
		"invalid UTF-8 outside":        {"\xff", "1:1-1:1: the policy is not valid JSON: unexpected '�'; expected a value"},
		"leading zero":                 {"[01]", "1:2-1:2: the policy is not valid JSON: unexpected '0'; expected a value"},
		"no digit before the point":    {"[.5]", "1:2-1:2: the policy is not valid JSON: unexpected '.'; expected a value"},
		"no digit after the point":     {"[1.]", "1:2-1:2: the policy is not valid JSON: unexpected '1'; expected a value"},
		"no digit in the exponent":     {"[1e+]", "1:2-1:2: the policy is not valid JSON: unexpected '1'; expected a value"},
		"plus sign":                    {"[+1]", "1:2-1:2: the policy is not valid JSON: unexpected '+'; expected a value"},
		"NaN":                          {"[NaN]", "1:2-1:2: the policy is not valid JSON: unexpected 'N'; expected a value"},
		"a very long number":           {"[" + strings.Repeat("9", 65) + "]", "1:2-1:2: the policy is not valid JSON: unexpected '9'; expected a value"},
		"deep":                         {strings.Repeat("[", 34), "1:34-1:34: the policy is not valid JSON: nested deeper than 32 levels"},
		"deep objects":                 {strings.Repeat(`{"a":`, 34), "1:166-1:166: the policy is not valid JSON: nested deeper than 32 levels"},
		"long":                         {strings.Repeat(" ", 1<<20+1), "1:1-1:1: the policy is not valid JSON: the document has 1048577 bytes; AWS takes at most 131,072 characters"},
		"second line":                  {"{\n  \"a\": !\n}", "2:8-2:8: the policy is not valid JSON: unexpected '!'; expected a value"},
		"a list":                       {" [] ", "1:2-1:4: a policy document is a JSON object, not a list"},
		"a string":                     {`"x"`, "1:1-1:4: a policy document is a JSON object, not a string"},
		"a number":                     {`-1.5E+3`, "1:1-1:8: a policy document is a JSON object, not a number"},
		"a boolean":                    {`false`, "1:1-1:6: a policy document is a JSON object, not a boolean"},
		"null":                         {`null`, "1:1-1:5: a policy document is a JSON object, not null"},
	} {
		t.Run(name, func(t *testing.T) {
			src := []byte(c.src)
			d, problems := policy.Parse(src[:len(src):len(src)], policy.Identity) // nothing beyond the end is looked at
			if d != nil {
				t.Error("a document")
			}
			if diff := cmp.Diff(c.want, show(problems)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestParseProblems holds every problem that a document can have, with its
// place. All of them are found at once, in the order of the text.
func TestParseProblems(t *testing.T) {
	for _, c := range []struct {
		name string
		kind policy.Kind
		src  string
		want string
	}{
		{"several at once", policy.Identity, "{\n \"Version\": \"2013-01-01\",\n \"Id\": 1,\n \"Statement\": [\n  1,\n  {\"Effect\": \"No\", \"Action\": 1, \"Resource\": [\"x\", true]}\n ]\n}", `"2013-01-01": Version is "2012-10-17" or "2008-10-17", not "2013-01-01"` + "\n" +
			`1: Id is a string, not a number` + "\n" +
			`1: a statement is an object, not a number` + "\n" +
			`"No": Effect is "Allow" or "Deny", not "No"` + "\n" +
			`1: Action is a string or a list of strings, not a number` + "\n" +
			`"x": resource "x" is neither an ARN nor "*"` + "\n" +
			`true: Resource is a string or a list of strings, not a boolean`},
		{"no statement", policy.Identity, `{}`, `{}: the policy has no Statement`},
		{"empty statement", policy.Identity, `{"Statement":{}}`, `{}: the statement has no Effect` + "\n" +
			`{}: the statement has neither Action nor NotAction` + "\n" +
			`{}: the statement has neither Resource nor NotResource`},
		{"statement a string", policy.Identity, `{"Statement":"x"}`, `"x": a statement is an object, not a string`},
		{"both actions and both resources", policy.Identity, `{"Statement":{"Effect":"Deny","Action":"*","NotAction":"*","Resource":"*","NotResource":"*"}}`, `"NotAction": a statement has Action or NotAction, not both` + "\n" +
			`"NotResource": a statement has Resource or NotResource, not both`},
		{"principal where there is none", policy.Identity, `{"Statement":{"Effect":"Deny","Principal":"*",` + anything + `}}`, `"Principal": a policy of this kind (identity) has no Principal`},
		{"no principal", policy.Resource, doc(allow(anything)), `{"Effect":"Allow","Action":"*","Resource":"*"}: the statement has no Principal`},
		{"both principals", policy.Resource, doc(allow(`"NotPrincipal":"*",` + anyone)), `"NotPrincipal": a statement has Principal or NotPrincipal, not both`},
		{"principal a word", policy.Resource, doc(allow(`"Principal":"me",` + anything)), `"me": Principal is "*" or an object such as {"AWS": …}, not "me"`},
		{"principal a list", policy.Resource, doc(allow(`"Principal":[],` + anything)), `[]: Principal is "*" or an object, not a list`},
		{"principal empty", policy.Resource, doc(allow(`"Principal":{},` + anything)), `{}: Principal is an empty object`},
		{"unknown kind of principal", policy.Resource, doc(allow(`"Principal":{"Azure":"x"},` + anything)), `"Azure": unknown element "Azure" in Principal; known are AWS, Service, Federated, CanonicalUser`},
		{"empty lists of principals", policy.Resource, doc(allow(`"Principal":{"AWS":[],"Service":[]},` + anything)), `[]: AWS is an empty list` + "\n" +
			`[]: Service is an empty list`},
		{"an empty list beside a principal", policy.Resource, doc(allow(`"Principal":{"AWS":"123456789012","Service":[]},` + anything)), ""},
		{"principals that are no strings", policy.Resource, doc(allow(`"Principal":{"AWS":[true],"Service":[1]},` + anything)), `true: AWS is a string or a list of strings, not a boolean` + "\n" +
			`1: Service is a string or a list of strings, not a number`},
		{"principal of too few parts", policy.Resource, forPrincipal("AWS", "arn:aws:iam"), `"arn:aws:iam": principal "arn:aws:iam" is no ARN, account number or "*"`},
		{"principal of another kind of name", policy.Resource, forPrincipal("AWS", "urn:aws:iam::111122223333:role/R"), `"urn:aws:iam::111122223333:role/R": principal "urn:aws:iam::111122223333:role/R" is no ARN, account number or "*"`},
		{"resource empty", policy.Identity, doc(allow(`"Action":"*","Resource":""`)), `"": resource "" is neither an ARN nor "*"`},
		{"principal no ARN", policy.Resource, forPrincipal("AWS", "alice"), `"alice": principal "alice" is no ARN, account number or "*"`},
		{"principal of another service", policy.Resource, forPrincipal("AWS", "arn:aws:s3:::b"), `"arn:aws:s3:::b": principal "arn:aws:s3:::b" is no IAM or STS ARN`},
		{"trust with a resource", policy.Trust, doc(allow(`"Principal":"*","Action":"sts:AssumeRole","Resource":"*"`)), `"Resource": a trust policy has no Resource`},
		{"trust with NotResource", policy.Trust, doc(allow(`"Principal":"*","Action":"sts:AssumeRole","NotResource":"*"`)), `"NotResource": a trust policy has no NotResource`},
		{"resource policy without a resource", policy.Resource, doc(allow(`"Principal":"*","Action":"*"`)), ""},
		{"RCP without a principal", policy.RCP, doc(deny(anything)), `{"Effect":"Deny","Action":"*","Resource":"*"}: the statement has no Principal` + "\n" +
			`{"Effect":"Deny","Action":"*","Resource":"*"}: the Principal of a resource control policy is "*"`},
		{"condition a list", policy.Identity, doc(allow(anything + `,"Condition":[]`)), `[]: Condition is an object, not a list`},
		{"condition empty", policy.Identity, doc(allow(anything + `,"Condition":{}`)), ""},
		{"unknown operator", policy.Identity, doc(allow(anything + `,"Condition":{"StringIs":{"a:b":"c"}}`)), `"StringIs": unknown condition operator "StringIs"`},
		{"Null with IfExists", policy.Identity, doc(allow(anything + `,"Condition":{"NullIfExists":{"a:b":"true"}}`)), `"NullIfExists": unknown condition operator "NullIfExists"`},
		{"operator without a key", policy.Identity, doc(allow(anything + `,"Condition":{"Bool":{}}`)), `{}: condition operator "Bool" has no key`},
		{"operator with a list", policy.Identity, doc(allow(anything + `,"Condition":{"Bool":[]}`)), `[]: condition operator "Bool" holds an object of keys, not a list`},
		{"values that cannot be compared", policy.Identity, doc(allow(anything + `,"Condition":{"Bool":{"a:b":["true","yes","0"]},"DateLessThan":{"a:d":"tomorrow"},"NumericEquals":{"a:n":"0x1"},"IpAddress":{"a:i":"10.0.0.0/33"}}`)), `"yes": Bool cannot compare with "yes"` + "\n" +
			`"0": Bool cannot compare with "0"` + "\n" +
			`"tomorrow": DateLessThan cannot compare with "tomorrow"` + "\n" +
			`"0x1": NumericEquals cannot compare with "0x1"` + "\n" +
			`"10.0.0.0/33": IpAddress cannot compare with "10.0.0.0/33"`},
		{"a hole that is no value of a number", policy.Identity, doc(allow(anything + `,"Condition":{"NumericEquals":{"a:n":"` + string(policy.HoleRune(0)) + `"}}`)), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, problems := policy.Parse([]byte(c.src), c.kind, policy.WithHoles([]policy.Hole{{Name: "var.x"}}))
			if diff := cmp.Diff(c.want, showParts(c.src, problems)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// showParts lists problems, each after the part of the text that it is about.
func showParts(src string, problems []policy.Problem) string {
	var out []string
	for _, p := range problems {
		out = append(out, src[p.Range.Start.Offset:p.Range.End.Offset]+": "+p.Message)
	}
	return strings.Join(out, "\n")
}

// TestParsePositions holds the ranges of what a finding points at, in a text
// with line ends, tabs and characters of several bytes.
func TestParsePositions(t *testing.T) {
	src := "{\r\n\t\"Version\": \"2012-10-17\",\n\t\"Id\": \"ü\", \"Statement\": [\n\t\t{ \"Sid\": \"A\", \"Effect\": \"Allow\",\n" +
		"\t\t\"Action\": [\"s3:Get\\u004fbject\", \"s3:Put*\"], \"Resource\": \"arn:aws:s3:::é\",\n\t\t\"Condition\": {\"Bool\": {\"a:b\": [true]}}},\n" +
		"\t\t{\"Effect\": \"Deny\", \"NotAction\": \"*\", \"NotResource\": \"*\"}\n\t]\n}\n"
	d := parse(t, policy.Identity, src)
	at := func(r policy.Range) string {
		return fmt.Sprintf("%d:%d-%d:%d %s", r.Start.Line, r.Start.Column, r.End.Line, r.End.Column, src[r.Start.Offset:r.End.Offset])
	}
	s := d.Statements[0]
	got := []string{
		at(s.Action.Range), at(s.Action.List[0].Text.Range), at(s.Action.List[1].Text.Range), at(s.Resource.Range),
		at(s.Conditions[0].Range), at(s.Conditions[0].Values[0].Range), at(d.Statements[1].Range), at(d.Statements[1].NotAction.Range),
	}
	want := []string{
		`5:13-5:45 ["s3:Get\u004fbject", "s3:Put*"]`, `5:14-5:33 "s3:Get\u004fbject"`, `5:35-5:44 "s3:Put*"`, `5:59-5:76 "arn:aws:s3:::é"`,
		`6:26-6:39 "a:b": [true]`, `6:34-6:38 true`, `7:3-7:59 {"Effect": "Deny", "NotAction": "*", "NotResource": "*"}`, `7:35-7:38 "*"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got, want := s.Action.List[0].Text.Value, "s3:GetObject"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if d.Range.Start.Offset != 0 || d.Range.End.Offset != len(src)-1 || s.Range.Start.Line != 4 || s.Range.End.Line != 6 || d.ID != "ü" || s.Index != 0 || d.Statements[1].Index != 1 {
		t.Errorf("%+v %+v %q", d.Range, s.Range, d.ID)
	}
}

// TestParseForms holds the forms that AWS accepts for one thing.
func TestParseForms(t *testing.T) {
	for name, c := range map[string]struct {
		kind policy.Kind
		src  string
	}{
		"all elements in other case": {policy.Resource, `{"version":"2012-10-17","ID":"x","STATEMENT":{"sid":"A","effect":"Allow","principal":{"aws":111122223333},"action":"s3:*","resource":"*","condition":{"stringequals":{"a:b":"c"}}}}`},
		"every kind of principal": {policy.Resource, doc(allow(`"Principal":{"AWS":["111122223333","` + root + `","` + role + `","` + user + `","` + session + `","` + fed + `"],
			"Service":["a.amazonaws.com","b.amazonaws.com"],"Federated":"cognito-identity.amazonaws.com","CanonicalUser":"79a5"},` + anything))},
		"other partitions":    {policy.Resource, doc(allow(`"Principal":{"AWS":["arn:aws-cn:iam::111122223333:root","arn:aws-us-gov:iam::111122223333:role/x"]},"Action":"*","Resource":"arn:aws-cn:s3:::b"`))},
		"escapes":             {policy.Identity, `{"Version":"2012-10-17","Statement":{"Effect":"\u0041llow","Action":"s3:\/x\\\"","Resource":"arn:aws:s3:::\b"}}`},
		"stars of any number": {policy.Identity, doc(allow(`"Action":"*","Resource":["**","arn:*"]`))},
		"every service":       {policy.Identity, doc(allow(`"Action":"*","Resource":"arn:aws:*:*:111122223333:*"`))},
		"trust":               {policy.Trust, doc(allow(`"Principal":{"Service":"ec2.amazonaws.com"},"Action":["sts:AssumeRole","sts:TagSession"]`))},
		"deny list":           {policy.SCP, doc(deny(`"NotAction":["iam:*"],"NotResource":["arn:aws:s3:::b"]`))},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := policy.Parse([]byte(c.src), c.kind)
			if name == "escapes" { // a backspace is JSON, but not a character that AWS takes
				if diff := cmp.Diff("\"arn:aws:s3:::\\b\": character U+0008 is not accepted in a policy; AWS takes U+0020 to U+00FF, tab and line ends", showParts(c.src, problems)); diff != "" {
					t.Error(diff)
				}
				return
			}
			if len(problems) > 0 {
				t.Error(show(problems))
			}
		})
	}
}

// TestParseText holds what strings are read as.
func TestParseText(t *testing.T) {
	for in, want := range map[string]string{
		`\ud83d\ude00`: "\U0001F600", `\uD83D\uDE00x`: "\U0001F600x", `\\\/\"\b\f\n\r\t`: "\\/\"\b\f\n\r\t", `\u00E9é`: "éé", "\x7f": "\x7f", "a b~": "a b~", "\uFFFD": "\uFFFD", "\U0001F600": "\U0001F600",
	} {
		d, problems := policy.Parse([]byte(`{"Id":"`+in+`","Statement":`+allow(anything)+`}`), policy.Identity)
		if d == nil || d.ID != want {
			t.Errorf("%s: got %v, want %q\n%s", in, d, want, show(problems))
		}
	}
}

// TestParseManyHoles holds that there is a bound on holes.
func TestParseManyHoles(t *testing.T) {
	holes := make([]policy.Hole, 0x20000)
	d := parse(t, policy.Identity, doc(allow(`"Action":"*","Resource":"`+string(policy.HoleRune(0xFFFC))+`"`)), holes...)
	if len(d.Holes) != 0xFFFD {
		t.Errorf("%d holes", len(d.Holes))
	}
	_, problems := policy.Parse([]byte(doc(allow(`"Action":"*","Resource":"`+string(policy.HoleRune(0xFFFD))+`"`))), policy.Identity, policy.WithHoles(holes))
	if len(problems) == 0 {
		t.Error("a character beyond the private-use area is taken for a hole")
	}
}

// TestParseJudgesWhatAWSRefuses holds which reading of an invalid document is
// judged: it has to be the one that grants more.
func TestParseJudgesWhatAWSRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		kind policy.Kind
		src  string
		want policy.Result
	}{
		"no effect":                   {policy.Identity, doc(`{` + anything + `}`), policy.Allowed},
		"unknown effect":              {policy.Identity, doc(`{"Effect":1,` + anything + `}`), policy.Allowed},
		"deny in small letters":       {policy.Identity, doc(allow(anything), `{"Effect":"deny",`+anything+`}`), policy.Denied},
		"no resource":                 {policy.Identity, doc(allow(`"Action":"*"`)), policy.Allowed},
		"no action":                   {policy.Identity, doc(allow(`"Resource":"*"`)), policy.Denied},
		"unknown version, a variable": {policy.Identity, `{"Version":"1","Statement":` + allow(`"Action":"*","Resource":"arn:aws:s3:::${k:v}"`) + `}`, policy.Allowed},
		"no principal":                {policy.Resource, doc(allow(anything)), policy.Denied},
		"unknown operator":            {policy.Identity, doc(allow(anything + `,"Condition":{"X":{"a:b":"c"}}`)), policy.Undetermined},
		"unreadable value":            {policy.Identity, doc(allow(anything + `,"Condition":{"NumericLessThan":{"k:v":"many"}}`)), policy.Undetermined},
		"no statement":                {policy.Identity, `{}`, policy.Denied},
	} {
		t.Run(name, func(t *testing.T) {
			d := lenient(t, c.kind, c.src)
			if got := policy.GrantedBy(d, request(t, role, "s3:x", "arn:aws:s3:::3", "k:v", "3")); got.Result != c.want {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// TestParseHostile holds that hostile texts cost no more than their size.
func TestParseHostile(t *testing.T) {
	for name, src := range map[string]string{
		"statements":        `{"Statement":[` + strings.Repeat(`{},`, 1<<18) + `{}]}`,
		"numbers":           `{"Statement":[` + strings.Repeat(`0,`, 1<<18) + `0]}`,
		"names":             `{` + strings.Repeat(`"":0,`, 1<<17) + `"":0}`,
		"conditions":        doc(allow(anything + `,"Condition":{` + strings.Repeat(`"X":{},`, 1<<16) + `"X":{}}`)),
		"variables":         doc(allow(`"Action":"*","Resource":"arn:aws:s3:::` + strings.Repeat(`${a}${b`, 1<<14) + `"`)),
		"different names":   doc(allow(`"Action":"*","Resource":"arn:aws:s3:::` + manyVariables(1<<13) + `"`)),
		"stars":             doc(allow(`"Action":"*","Resource":"arn:aws:s3:::` + strings.Repeat(`*a?`, 1<<17) + `"`)),
		"colons":            doc(allow(`"Action":"*","Resource":"arn` + strings.Repeat(`:`, 1<<18) + `"`)),
		"escapes":           doc(allow(`"Action":"*","Resource":"arn:` + strings.Repeat(`\u00e9`, 1<<17) + `"`)),
		"principals":        doc(allow(`"Principal":{"AWS":[` + strings.Repeat(`0,`, 1<<17) + `0]},` + anything)),
		"depth under bound": `{"Statement":` + strings.Repeat("[", 30) + strings.Repeat("]", 30) + `}`,
	} {
		t.Run(name, func(t *testing.T) {
			for _, kind := range []policy.Kind{policy.Identity, policy.Resource, policy.Trust} {
				d, problems := policy.Parse([]byte(src), kind)
				if d == nil && len(problems) != 1 {
					t.Errorf("no document, %d problems", len(problems))
				}
			}
		})
	}
}

func manyVariables(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "${k:%d}", i)
	}
	return b.String()
}
