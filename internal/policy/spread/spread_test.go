// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package spread_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/spread"
)

// arns are so many resources of 60 characters each.
func arns(from, to int) []string {
	var out []string
	for i := from; i < to; i++ {
		out = append(out, fmt.Sprintf("arn:aws:s3:::a-bucket-with-a-name-of-some-length-%08d/*", i))
	}
	return out
}

// statement writes one with elements in pairs.
func statement(sid string, elements ...any) map[string]any {
	out := map[string]any{"Sid": sid, "Effect": "Allow", "Action": "s3:GetObject"}
	for i := 0; i+1 < len(elements); i += 2 {
		out[fmt.Sprint(elements[i])] = elements[i+1]
	}
	return out
}

func document(t *testing.T, name string, statements ...any) spread.Document {
	t.Helper()
	text, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": statements})
	if err != nil {
		t.Fatal(err)
	}
	return spread.Document{Name: name, Text: string(text)}
}

// shape is how documents are laid out: their names with the number of managed policies.
func shape(parts []spread.Part) string {
	var out []string
	for _, p := range parts {
		out = append(out, fmt.Sprintf("%s %d", p.Document, p.Number))
	}
	return strings.Join(out, ", ")
}

func canonical(t *testing.T, text string) string {
	t.Helper()
	doc, problems := policy.Parse([]byte(text), policy.Identity)
	if doc == nil || len(problems) > 0 {
		t.Fatalf("%v in %s", problems, text)
	}
	return string(doc.Canonical())
}

func TestArrange(t *testing.T) {
	small := func(n int) any { return statement("Small", "Resource", arns(0, n)) }
	tests := map[string]struct {
		documents []spread.Document
		want      string
	}{
		"all fit inline":                       {[]spread.Document{document(t, "a", small(80)), document(t, "b", small(80))}, "a 0, b 0"},
		"the long one is managed":              {[]spread.Document{document(t, "a", small(150)), document(t, "b", small(80))}, "a 1, a 2, b 0"},
		"the short one is inline":              {[]spread.Document{document(t, "a", small(90)), document(t, "b", small(91))}, "a 0, b 1"},
		"cut between statements":               {[]spread.Document{document(t, "a", statement("One", "Resource", arns(0, 90)), statement("Two", "Resource", arns(90, 180)))}, "a 1, a 2"},
		"cut along resources":                  {[]spread.Document{document(t, "a", small(300))}, "a 1, a 2, a 3, a 4"},
		"cut along actions":                    {[]spread.Document{document(t, "a", statement("Many", "Resource", "*", "Action", actions(600)))}, "a 1, a 2, a 3"},
		"cut along a condition":                {[]spread.Document{document(t, "a", statement("Many", "Resource", "*", "Condition", map[string]any{"StringLike": map[string]any{"s3:prefix": arns(0, 200)}}))}, "a 1, a 2, a 3"},
		"cut along any value":                  {[]spread.Document{document(t, "a", statement("Many", "Resource", "*", "Condition", map[string]any{"ForAnyValue:ArnLike": map[string]any{"aws:CalledVia": arns(0, 200)}}))}, "a 1, a 2, a 3"},
		"a denial is cut as well":              {[]spread.Document{document(t, "a", statement("No", "Effect", "Deny", "Resource", arns(0, 200)))}, "a 1, a 2, a 3"},
		"two equally long lists":               {[]spread.Document{document(t, "a", statement("Many", "Resource", arns(0, 105), "Condition", map[string]any{"StringLike": map[string]any{"s3:prefix": arns(0, 105)}}))}, "a 1, a 2, a 3, a 4, a 5, a 6"},
		"few policies before whole statements": {[]spread.Document{document(t, "a", wide(12)...)}, "a 1, a 2, a 3, a 4, a 5, a 6, a 7, a 8"},
		"as many whole ones as there may be":   {[]spread.Document{document(t, "a", wide(10)...)}, "a 1, a 2, a 3, a 4, a 5, a 6, a 7, a 8, a 9, a 10"},
		"a statement is kept whole":            {[]spread.Document{document(t, "a", statement("One", "Resource", arns(0, 60)), statement("Two", "Resource", arns(60, 130)), statement("Three", "Resource", arns(130, 200)))}, "a 1, a 2, a 3"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			parts, err := spread.Arrange(tc.documents)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, shape(parts)); diff != "" {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
			check(t, tc.documents, parts)
		})
	}
}

// long is a statement of a size.
func long(t *testing.T, sid string, size int) any {
	t.Helper()
	measure := func(resources []string) int {
		text, err := json.Marshal(statement(sid, "Resource", resources))
		if err != nil {
			t.Fatal(err)
		}
		return spread.Size(string(text))
	}
	list := arns(0, 20)
	for i := range size - measure(list) {
		list[i%len(list)] += "x"
	}
	return statement(sid, "Resource", list)
}

// TestArrangeAtTheQuotas holds what just fits.
func TestArrangeAtTheQuotas(t *testing.T) {
	frame := spread.Size(document(t, "a").Text) - len("null") + len("[]")
	one := func(size int) []spread.Document {
		return []spread.Document{document(t, "a", long(t, "One", size-frame))}
	}
	const room = spread.MaxManaged
	for name, tc := range map[string]struct {
		documents []spread.Document
		want      string
	}{
		"inline":                       {one(spread.MaxInline), "a 0"},
		"just not inline":              {one(spread.MaxInline + 1), "a 1, a 2"},
		"two statements of one policy": {[]spread.Document{document(t, "a", long(t, "One", room-frame), long(t, "Two", 4000), long(t, "Three", room-frame-4001))}, "a 1, a 2"},
		"one that just fills a policy": {[]spread.Document{document(t, "a", long(t, "One", 4000), long(t, "Two", room-frame), long(t, "Three", 1900))}, "a 1, a 2, a 3"},
		"two that are just more":       {[]spread.Document{document(t, "a", long(t, "One", room-frame), long(t, "Two", 4000), long(t, "Three", room-frame-4000))}, "a 1, a 2, a 3"},
		"one is longer than it may be": {[]spread.Document{document(t, "a", long(t, "One", room-frame+1), long(t, "Two", 5000))}, "a 1, a 2"},
	} {
		t.Run(name, func(t *testing.T) {
			parts, err := spread.Arrange(tc.documents)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, shape(parts)); diff != "" {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
			check(t, tc.documents, parts)
		})
	}
}

// wide are so many statements, of which no two fit in one policy.
func wide(n int) []any {
	var out []any
	for i := range n {
		out = append(out, statement(fmt.Sprintf("S%d", i), "Resource", arns(0, 60)))
	}
	return out
}

// check holds parts to the quotas and to the documents.
func check(t *testing.T, documents []spread.Document, parts []spread.Part) {
	t.Helper()
	inline := 0
	for _, p := range parts {
		switch n := spread.Size(p.Text); {
		case !p.Managed():
			inline += n
		case n > spread.MaxManaged:
			t.Errorf("part %d of %s has %d characters", p.Number, p.Document, n)
		}
		canonical(t, p.Text)
	}
	if inline > spread.MaxInline {
		t.Errorf("%d characters are inline", inline)
	}
	joined := spread.Join(parts)
	if len(joined) != len(documents) {
		t.Fatalf("%d documents, want %d", len(joined), len(documents))
	}
	for i, d := range documents {
		if diff := cmp.Diff(canonical(t, d.Text), canonical(t, joined[i].Text)); d.Name != joined[i].Name || diff != "" {
			t.Errorf("%s comes back as %s (-want +got):\n%s", d.Name, joined[i].Name, diff)
		}
	}
}

func actions(n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("s3:GetSomethingNumber%04d", i))
	}
	return out
}

func TestArrangeRefuses(t *testing.T) {
	for name, s := range map[string]any{
		"all but these resources": statement("Long", "Effect", "Deny", "NotResource", arns(0, 200)),
		"a negative condition":    statement("Long", "Resource", "*", "Condition", map[string]any{"StringNotLike": map[string]any{"s3:prefix": arns(0, 200)}}),
		"for all values":          statement("Long", "Resource", "*", "Condition", map[string]any{"ForAllValues:StringLike": map[string]any{"s3:prefix": arns(0, 200)}}),
		"an unknown operator":     statement("Long", "Resource", "*", "Condition", map[string]any{"StringResembles": map[string]any{"s3:prefix": arns(0, 200)}}),
		"any value that is not":   statement("Long", "Resource", "*", "Condition", map[string]any{"ForAnyValue:StringNotLike": map[string]any{"s3:prefix": arns(0, 200)}}),
		"another set of values":   statement("Long", "Resource", "*", "Condition", map[string]any{"ForSome:StringLike": map[string]any{"s3:prefix": arns(0, 200)}}),
		"one long text":           statement("Long", "Resource", "arn:aws:s3:::"+strings.Repeat("x", 11_000)),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := spread.Arrange([]spread.Document{document(t, "a", s)})
			var long *spread.TooLongError
			if !errors.As(err, &long) || long.Sid != "Long" || long.Document != "a" {
				t.Fatalf("error %v", err)
			}
			text, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			want := fmt.Sprintf("the statement Long of the policy a has %d characters and cannot be cut into parts; AWS allows a managed policy 6144", spread.Size(string(text)))
			if diff := cmp.Diff(want, long.Error()); diff != "" {
				t.Errorf("message (-want +got):\n%s", diff)
			}
		})
	}
	if _, err := spread.Arrange([]spread.Document{{Name: "a", Text: strings.Repeat("x", 11_000)}}); err == nil {
		t.Error("what is no document is laid out")
	}
	if _, err := spread.Arrange([]spread.Document{document(t, "a", statement("Long", "Resource", arns(0, 200), "Principal", "*"))}); err == nil || !strings.Contains(err.Error(), "Principal") {
		t.Errorf("an element that parts would lose: %v", err)
	}
}

// TestArrangeKeepsTexts holds that texts stand in parts as they were.
func TestArrangeKeepsTexts(t *testing.T) {
	list := append(arns(0, 200), "arn:aws:s3:::b/<a&b>")
	text := `{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":"s3:GetObject","Resource":["` + strings.Join(list, `","`) + `"]}]}`
	parts, err := spread.Arrange([]spread.Document{{Name: "a", Text: text}})
	if err != nil {
		t.Fatal(err)
	}
	if len(parts) != 3 {
		t.Errorf("%d parts", len(parts))
	}
	if diff := cmp.Diff([]spread.Document{{Name: "a", Text: text}}, spread.Join(parts)); diff != "" {
		t.Error(diff)
	}
}

// TestJoinInSpite joins what is not whole.
func TestJoinInSpite(t *testing.T) {
	parts, err := spread.Arrange([]spread.Document{document(t, "a", statement("Read", "Resource", arns(0, 300)))})
	if err != nil {
		t.Fatal(err)
	}
	have := func(parts ...spread.Part) string {
		joined := spread.Join(parts)
		if len(joined) != 1 {
			t.Fatalf("%d documents", len(joined))
		}
		return canonical(t, joined[0].Text)
	}
	for name, tc := range map[string]struct {
		parts []spread.Part
		want  []string
	}{
		"in another order":    {[]spread.Part{parts[3], parts[1], parts[0], parts[2]}, arns(0, 300)},
		"one is missing":      {[]spread.Part{parts[0], parts[1], parts[2]}, arns(0, 291)},
		"one is broken":       {[]spread.Part{parts[0], parts[1], parts[2], {Document: "a", Number: 4, Text: "{"}}, arns(0, 291)},
		"the whole beside it": {append([]spread.Part{{Document: "a", Text: document(t, "a", statement("Read", "Resource", arns(0, 300))).Text}}, parts...), arns(0, 300)},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(canonical(t, document(t, "a", statement("Read", "Resource", tc.want)).Text), have(tc.parts...)); diff != "" {
				t.Errorf("document (-want +got):\n%s", diff)
			}
		})
	}
	if text := spread.Join(parts)[0].Text; !strings.HasPrefix(text, `{"Version":"2012-10-17",`) {
		t.Errorf("the version is lost: %.40s", text)
	}
	if a, b := spread.Join(parts), spread.Join([]spread.Part{parts[2], parts[0], parts[3], parts[1]}); !cmp.Equal(a, b) {
		t.Error("the order of parts changes the text")
	}
	// Only what was cut from one statement is joined to one.
	for name, tc := range map[string]struct{ first, second any }{
		"other names":                 {statement("One", "Resource", arns(0, 1)), statement("Two", "Resource", arns(1, 2))},
		"no names":                    {statement("", "Resource", arns(0, 1)), statement("", "Resource", arns(1, 2))},
		"conditions of other numbers": {statement("One", "Resource", arns(0, 1)), statement("One", "Resource", arns(0, 1), "Condition", map[string]any{"StringLike": map[string]any{"s3:prefix": "a"}})},
		"other effects":               {statement("One", "Resource", arns(0, 1)), statement("One", "Effect", "Deny", "Resource", arns(1, 2))},
		"two lists differ":            {statement("One", "Resource", arns(0, 1)), statement("One", "Resource", arns(1, 2), "Action", "s3:PutObject")},
		"one is of what is left out":  {statement("One", "Resource", arns(0, 1)), statement("One", "NotResource", arns(1, 2))},
	} {
		t.Run(name, func(t *testing.T) {
			joined := spread.Join([]spread.Part{{Document: "a", Number: 1, Text: document(t, "a", tc.first).Text}, {Document: "a", Number: 2, Text: document(t, "a", tc.second).Text}})
			var got struct{ Statement []map[string]any }
			if err := json.Unmarshal([]byte(joined[0].Text), &got); err != nil {
				t.Fatal(err)
			}
			if len(got.Statement) != 2 {
				t.Errorf("joined to %s", joined[0].Text)
			}
		})
	}
	// What stands alone is not read.
	if got := spread.Join([]spread.Part{{Document: "a", Text: "{"}}); got[0].Text != "{" {
		t.Errorf("got %q", got[0].Text)
	}
}

// TestArrangeAny lays out documents of all shapes.
func TestArrangeAny(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // chance, not secrecy
		var documents []spread.Document
		for d := range 1 + r.IntN(3) {
			var statements []any
			for s := range 1 + r.IntN(6) {
				from := r.IntN(100)
				elements := []any{"Resource", arns(from, from+1+r.IntN(150)), "Action", actions(1 + r.IntN(100)), "Effect", []string{"Allow", "Deny"}[r.IntN(2)]}
				if r.IntN(2) == 0 {
					elements = append(elements, "Condition", map[string]any{
						"StringLike":                map[string]any{"aws:PrincipalTag/x": arns(0, 1+r.IntN(100)), "s3:prefix": "a"},
						"ForAllValues:StringEquals": map[string]any{"aws:TagKeys": []string{"a", "b"}},
					})
				}
				statements = append(statements, statement(fmt.Sprintf("S%d", s), elements...))
			}
			documents = append(documents, document(t, fmt.Sprintf("d%d", d), statements...))
		}
		parts, err := spread.Arrange(documents)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		check(t, documents, parts)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}
