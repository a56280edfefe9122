// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package scan_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/scan"
)

// hostile are inputs that would have two readers see two different plans, or
// break a careless one.
var hostile = []struct {
	name, src string
	want      scan.Fault
	at        string // line:column
	pointer   string
}{
	{"duplicate change", `{"resource_changes":[{"address":"a","change":{"actions":["update"]},"change":{"actions":["no-op"]}}]}`, scan.Duplicate, "1:69", "/resource_changes/0"},
	{"duplicate actions", `{"resource_changes":[{"change":{"actions":["update"],"actions":["no-op"]}}]}`, scan.Duplicate, "1:54", "/resource_changes/0/change"},
	{"duplicate type, one with an escape", `{"resource_changes":[{"type":"aws_iam_role","\u0074ype":"null"}]}`, scan.Duplicate, "1:45", "/resource_changes/0"},
	{"duplicate top-level name", `{"errored":true,"errored":false}`, scan.Duplicate, "1:17", ""},
	{"duplicate in a skipped value", `{"prior_state":{"x":[{"a":1,"b":2,"a":3}]}}`, scan.Duplicate, "1:35", ""},
	{"duplicate in a skipped value, with an escape", `{"prior_state":{"a\/b":1,"a/\u0062":2}}`, scan.Duplicate, "", ""},
	{"duplicate in a value of a resource", `{"resource_changes":[{"change":{"before":{"policy":"x","policy":"y"}}}]}`, scan.Duplicate, "", ""},
	{"duplicate beyond ASCII", `{"checks":{"é":1,"\u00e9":2}}`, scan.Duplicate, "", ""},
	{"duplicate long name", `{"checks":{"` + strings.Repeat("k", 100) + `":1,"z":1,"` + strings.Repeat("k", 100) + `":2}}`, scan.Duplicate, "", ""},
	{"duplicate empty name", `{"checks":{"":1,"a":1,"":2}}`, scan.Duplicate, "", ""},
	{"name in another case", `{"resource_changes":[{"Type":"null"}]}`, scan.Ambiguous, "1:23", "/resource_changes/0"},
	{"name in another case beside the right one", `{"resource_changes":[{"change":{"actions":["update"],"Actions":["no-op"]}}]}`, scan.Ambiguous, "1:54", "/resource_changes/0/change"},
	{"name in another case, of Unicode", `{"checKs":[]}`, scan.Ambiguous, "1:2", ""}, // Kelvin sign
	{"name in another case, with an escape", `{"resource_changes":[{"\u0054ype":"null"}]}`, scan.Ambiguous, "1:23", "/resource_changes/0"},
	{"name in another case in importing", `{"resource_changes":[{"change":{"importing":{"ID":"x"}}}]}`, scan.Ambiguous, "1:46", "/resource_changes/0/change/importing"},
	{"top-level name in another case", `{"Errored":false}`, scan.Ambiguous, "1:2", ""},
	{"bytes that are no UTF-8", "{\"checks\":\"a\xffb\"}", scan.Encoding, "1:13", ""},
	{"overlong UTF-8", "{\"checks\":\"\xc0\xaf\"}", scan.Encoding, "", ""},
	{"surrogate in UTF-8", "{\"checks\":\"\xed\xa0\x80\"}", scan.Encoding, "", ""},
	{"no UTF-8 in a name", "{\"type\xff\":1}", scan.Encoding, "", ""},
	{"no UTF-8 outside of strings", "{\xff}", scan.Syntax, "", ""},
	{"high surrogate alone", `{"checks":"\ud800"}`, scan.Encoding, "1:12", ""},
	{"high surrogate before something else", `{"checks":"\ud800\u0041"}`, scan.Encoding, "1:12", ""},
	{"low surrogate alone", `{"checks":"\udc00"}`, scan.Encoding, "1:12", ""},
	{"two high surrogates", `{"checks":"\ud800\ud800\udc00"}`, scan.Encoding, "1:12", ""},
	{"UTF-16", "\xff\xfe{\x00}\x00", scan.Encoding, "1:1", ""},
	{"UTF-16, big end first", "\xfe\xff\x00{\x00}", scan.Encoding, "1:1", ""},
	{"UTF-16 without a mark", "{\x00}\x00", scan.Syntax, "1:2", ""},
	{"mark inside", "{\xef\xbb\xbf}", scan.Syntax, "", ""},
	{"NUL in a string", "{\"checks\":\"a\x00b\"}", scan.Syntax, "1:13", ""},
	{"NUL in a name", "{\"che\x00cks\":1}", scan.Syntax, "", ""},
	{"NUL between values", "{\"checks\":\x00 1}", scan.Syntax, "1:11", ""},
	{"line end in a string", "{\n\"checks\":\"a\nb\"}", scan.Syntax, "2:12", ""},
	{"tab in a string", "{\"checks\":\"\t\"}", scan.Syntax, "", ""},
	{"unknown escape", `{"checks":"\x41"}`, scan.Syntax, "1:12", ""},
	{"short escape", `{"checks":"\u00e"}`, scan.Syntax, "", ""},
	{"comment", `{/**/}`, scan.Syntax, "", ""},
	{"single quotes", `{'checks':1}`, scan.Syntax, "", ""},
	{"comma at the end of an object", `{"checks":1,}`, scan.Syntax, "1:13", ""},
	{"comma at the end of a list", `{"checks":[1,]}`, scan.Syntax, "1:14", ""},
	{"no comma", `{"checks":[1 2]}`, scan.Syntax, "1:14", ""},
	{"no colon", `{"checks" 1}`, scan.Syntax, "1:11", ""},
	{"wrong bracket", `{"checks":[1}}`, scan.Syntax, "1:13", ""},
	{"wrong brace", `{"checks":{"a":1]}`, scan.Syntax, "1:17", ""},
	{"leading zero", `{"checks":01}`, scan.Syntax, "1:12", ""},
	{"plus sign", `{"checks":+1}`, scan.Syntax, "1:11", ""},
	{"no digits behind the point", `{"checks":1.}`, scan.Syntax, "1:13", ""},
	{"no digits in the exponent", `{"checks":1e}`, scan.Syntax, "1:13", ""},
	{"hexadecimal", `{"checks":0x1}`, scan.Syntax, "", ""},
	{"not a number", `{"checks":NaN}`, scan.Syntax, "", ""},
	{"literal in another case", `{"checks":True}`, scan.Syntax, "", ""},
	{"longer literal", `{"checks":nulll}`, scan.Syntax, "", ""},
	{"nested too deeply", `{"checks":` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `}`, scan.Depth, "", ""},
	{"nested too deeply, of objects", strings.Repeat(`{"a":`, 20000) + "1" + strings.Repeat("}", 20000), scan.Depth, "", ""},
	{"endless brackets", `{"checks":` + strings.Repeat("[", 1<<20), scan.Depth, "", ""},
	{"rubbish behind", `{} x`, scan.Syntax, "1:4", ""},
	{"bracket behind", `{}}`, scan.Syntax, "1:3", ""},
	{"cut in a string", `{"checks":"abc`, scan.Truncated, "1:15", ""},
	{"cut in an escape", `{"checks":"abc\`, scan.Truncated, "", ""},
	{"cut in a character", "{\"checks\":\"abc\xc3", scan.Truncated, "", ""},
	{"cut in a number", `{"checks":-`, scan.Truncated, "", ""},
	{"cut in a literal", `{"checks":fal`, scan.Truncated, "", ""},
	{"changes that are no list", `{"resource_changes":{}}`, scan.Shape, "1:21", "/resource_changes"},
	{"change that is no object", `{"resource_changes":[{},7]}`, scan.Shape, "1:25", "/resource_changes/1"},
	{"address that is no text", `{"resource_changes":[{"address":7}]}`, scan.Shape, "1:33", "/resource_changes/0/address"},
	{"actions that are no list", `{"resource_changes":[{"change":{"actions":"no-op"}}]}`, scan.Shape, "1:43", "/resource_changes/0/change/actions"},
	{"action that is no text", `{"resource_changes":[{"change":{"actions":[0]}}]}`, scan.Shape, "1:44", "/resource_changes/0/change/actions"},
	{"inner change that is no object", `{"resource_changes":[{"change":[]}]}`, scan.Shape, "1:32", "/resource_changes/0/change"},
	{"name that is no text", `{"resource_changes":[{"name":[]}]}`, scan.Shape, "1:30", "/resource_changes/0"},
	{"number too large to be read", `{"resource_changes":[{"index":1e999}]}`, scan.Shape, "1:31", "/resource_changes/0"},
	{"errored that is no truth value", `{"resource_changes":[],"errored":"false"}`, scan.Shape, "1:34", "/errored"},
	{"a list", `[]`, scan.Shape, "1:1", ""},
}

// TestHostileAnywhere moves every input through a small window, so that its
// mistake comes to lie at every place of it.
func TestHostileAnywhere(t *testing.T) {
	for _, c := range hostile {
		if len(c.src) > 1000 || c.name == "UTF-16" || strings.HasPrefix(c.name, "UTF-16,") {
			continue
		}
		var want *scan.Error
		for n := range 200 {
			_, err := read(strings.NewReader(strings.Repeat(" ", n)+c.src), 1)
			var e *scan.Error
			if !errors.As(err, &e) {
				t.Fatalf("%s: error %v behind %d spaces", c.name, err, n)
			}
			e.Offset -= int64(n)
			if e.Line == 1 {
				e.Column -= int64(n)
			}
			if want == nil {
				want = e
			} else if e.Fault != want.Fault || e.Offset != want.Offset || place(e) != place(want) || e.Pointer != want.Pointer {
				t.Errorf("%s: %v behind %d spaces, %v without", c.name, e, n, want)
			}
		}
	}
}

// read reads a stream of plans as a caller does.
func read(src io.Reader, window int) (errored []bool, err error) {
	r := scan.NewReader(src, scan.Options{Window: window})
	for {
		if err := r.Next(); errors.Is(err, io.EOF) {
			return errored, nil
		} else if err != nil {
			return errored, err
		}
		var failed bool
		err := r.Object(scan.PlanNames, func(name string) error {
			switch name {
			case "errored":
				return r.Bool(&failed)
			case "resource_changes", "resource_drift":
				return r.Changes(func(*scan.Head) (bool, error) { return true, nil }, func(e *scan.Element) error {
					_, err := e.Decode(nil)
					return err
				})
			}
			return nil
		})
		if err != nil {
			return errored, err
		}
		errored = append(errored, failed)
	}
}

func TestHostile(t *testing.T) {
	for _, c := range hostile {
		t.Run(c.name, func(t *testing.T) {
			var first *scan.Error
			for _, window := range windows {
				_, err := read(strings.NewReader(c.src), window)
				var e *scan.Error
				if !errors.As(err, &e) {
					t.Fatalf("window %d: error %v, want %v", window, err, c.want)
				}
				if e.Fault != c.want {
					t.Errorf("window %d: %v, want %v", window, e, c.want)
				}
				if c.at != "" && c.at != place(e) {
					t.Errorf("window %d: %v, want it at %s", window, e, c.at)
				}
				if e.Offset > int64(len(c.src)) {
					t.Errorf("window %d: offset %d is beyond the end", window, e.Offset)
				}
				if c.pointer != "" && c.pointer != e.Pointer {
					t.Errorf("window %d: %v, want it in %s", window, e, c.pointer)
				}
				if first == nil {
					first = e
				} else if diff := cmp.Diff(first.Error(), e.Error()); diff != "" {
					t.Errorf("window %d: not the same error as with a window of %d:\n%s", window, windows[0], diff)
				}
			}
		})
	}
}
