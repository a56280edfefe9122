// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"
)

// TestReadsWhatTerraformJSONReads: of every recorded plan the changes are those
// that plain decoding gives, for every kind of resource that rules look at, but
// for the attributes that none reads; with a source, all of them.
func TestReadsWhatTerraformJSONReads(t *testing.T) {
	files, err := filepath.Glob("../../testdata/plans/*/plan.json")
	if err != nil || len(files) < 40 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Decode(src, file, Options{AllowIncomplete: true})
		if err != nil {
			continue // a state, an errored plan
		}
		whole, err := Decode(src, file, Options{AllowIncomplete: true, Source: "."})
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		var plain tfjson.Plan
		if err := json.Unmarshal(src, &plain); err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		for name, lists := range map[string][3][]*tfjson.ResourceChange{
			"changes": {plain.ResourceChanges, whole.Changes, p.Changes}, "drift": {plain.ResourceDrift, whole.Drift, p.Drift},
		} {
			var want []*tfjson.ResourceChange
			for _, rc := range lists[0] {
				if relevant(rc) {
					want = append(want, rc)
				}
			}
			if d := cmp.Diff(want, lists[1]); d != "" {
				t.Errorf("%s, %s with a source (-want +got):\n%s", file, name, d)
			}
			for _, rc := range want {
				raw, err := json.Marshal(rc)
				if err != nil {
					t.Fatal(err)
				}
				all := mayHoldDocument(raw) && name == "changes" && rc.DeposedKey == ""
				for _, side := range []any{rc.Change.Before, rc.Change.After} {
					if m, ok := side.(map[string]any); ok && rc.Mode == tfjson.ManagedResourceMode && strings.HasPrefix(rc.Type, "aws_") {
						maps.DeleteFunc(m, func(name string, v any) bool { return v == nil || !all && unread()[name] })
					}
				}
			}
			if d := cmp.Diff(want, lists[2]); d != "" {
				t.Errorf("%s, %s (-want +got):\n%s", file, name, d)
			}
		}
	}
}

// TestStream: what each document of a stream is, where it starts to be wrong,
// and whether what follows it is read; from a file and from a pipe, which cannot
// be read twice.
func TestStream(t *testing.T) {
	one, two := fmt.Sprintf(smallest, 1), fmt.Sprintf(smallest, 2)
	errored := `{"format_version":"1.2","errored":true}`
	double := `{"format_version":"1.2","x":{"a":1,"a":2}}`
	const lost = " Whatever follows in the stream was not read."
	for name, c := range map[string]struct {
		src  string
		file []string
		pipe []string // nil: the same
	}{
		"one":          {one, []string{digestOf([]byte(one))}, nil},
		"one and line": {one + "\n", []string{digestOf([]byte(one + "\n"))}, nil},
		"mark":         {"\xEF\xBB\xBF " + one, []string{digestOf([]byte("\xEF\xBB\xBF " + one))}, nil},
		"two":          {one + "\n" + two + "\n", []string{digestOf([]byte(one)), digestOf([]byte(two))}, nil},
		"two and mark": {"\xEF\xBB\xBF" + one + two, []string{digestOf([]byte(one)), digestOf([]byte(two))}, nil},
		"errored":      {one + "\n" + errored + two, []string{digestOf([]byte(one)), "2:1 Errored plan", digestOf([]byte(two))}, nil},
		"duplicate first": {
			double + "\n" + two + "\n" + double, []string{"1:36 Duplicate key", digestOf([]byte(two)), "3:36 Duplicate key"}, []string{"1:36 Duplicate key"},
		},
		"duplicate": {
			one + "\n\n" + double + " " + two, []string{digestOf([]byte(one)), "3:36 Duplicate key", digestOf([]byte(two))},
			[]string{digestOf([]byte(one)), "3:36 Duplicate key" + lost},
		},
		"wrong shape": {`{"format_version":1}` + one, []string{"1:19 Not a plan", digestOf([]byte(one))}, []string{"1:19 Not a plan"}},
		"cut":         {one + two[:20], []string{digestOf([]byte(one)), fmt.Sprintf("1:%d Truncated JSON", len(one)+21) + lost}, nil},
		"rubbish":     {one + " x", []string{digestOf([]byte(one)), fmt.Sprintf("1:%d Invalid JSON", len(one)+2) + lost}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if c.pipe == nil {
				c.pipe = c.file
			}
			for how, r := range map[string]io.Reader{"file": strings.NewReader(c.src), "pipe": io.MultiReader(strings.NewReader(c.src))} {
				want := c.file
				if how == "pipe" {
					want = c.pipe
				}
				var got []string
				for _, d := range newStream(r, "x", Options{}).all() {
					if d.plan != nil {
						got = append(got, d.plan.SHA256)
						continue
					}
					e, ok := d.err.(*Error) //nolint:errorlint // that is the promise
					if !ok {
						t.Fatal(d.err)
					}
					text := fmt.Sprintf("%d:%d %s", e.Line, e.Column, e.Summary)
					if strings.HasSuffix(e.Detail, lost) {
						text += lost
					}
					got = append(got, text)
				}
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("%s (-want +got):\n%s", how, d)
				}
			}
		})
	}
}

// FuzzStream: a pipe and a file of the same bytes begin with the same documents.
func FuzzStream(f *testing.F) {
	one := fmt.Sprintf(smallest, 1)
	for _, s := range []string{one, one + one, one + `{"a":1,"a":2}` + one, "\xEF\xBB\xBF" + one, `[1]` + one, one + "x", "{\"@level\":1}\n{\"@level\":1}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		file := newStream(bytes.NewReader(src), "x", Options{}).all()
		pipe := newStream(io.MultiReader(bytes.NewReader(src)), "x", Options{}).all()
		if len(pipe) > len(file) || len(file) == 0 {
			t.Fatalf("%d documents of a pipe, %d of a file", len(pipe), len(file))
		}
		for i, d := range pipe {
			if (d.plan == nil) != (file[i].plan == nil) || d.digest != file[i].digest || (d.err == nil) != (d.plan != nil) {
				t.Errorf("document %d: %v, of a file %v", i, d, file[i])
			}
		}
	})
}
