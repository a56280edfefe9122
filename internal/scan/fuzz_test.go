// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package scan_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/scan"
)

// windows are the sizes that every input is read with: so small that everything
// straddles an end, odd, and so large that nothing does.
var windows = []int{1, 67, 4096}

// depth is that of jsontext, so that both refuse the same.
const depth = 10000

// strict reads a stream with the strict decoder that this package is held to.
func strict(src []byte) (documents int, err error) {
	d := jsontext.NewDecoder(bytes.NewReader(src))
	for ; ; documents++ {
		if err := d.SkipValue(); err != nil {
			if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				err = nil
			}
			return documents, err
		}
	}
}

// skipAll reads a stream without taking anything.
func skipAll(src io.Reader, window int) (documents int, err error) {
	r := scan.NewReader(src, scan.Options{Window: window, MaxDepth: depth})
	for ; ; documents++ {
		if err := r.Next(); errors.Is(err, io.EOF) {
			return documents, nil
		} else if err != nil {
			return documents, err
		}
		if err := r.Skip(); err != nil {
			return documents, err
		}
	}
}

// agree fails if this package and the strict decoder differ on an input.
func agree(t *testing.T, src []byte) {
	t.Helper()
	if bytes.HasPrefix(src, []byte("\xEF\xBB\xBF")) {
		return // the one difference: a byte order mark is passed over here
	}
	want, wantErr := strict(src)
	for _, window := range windows {
		got, err := skipAll(bytes.NewReader(src), window)
		if (err == nil) != (wantErr == nil) || got != want {
			t.Fatalf("window %d: %d documents, error %v; jsontext: %d, %v\n%q", window, got, err, want, wantErr, src)
		}
	}
}

// recorded are the plans of testdata, by case.
func recorded(tb testing.TB) map[string][]byte {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "plans", "*", "plan.json"))
	if err != nil || len(files) == 0 {
		tb.Fatalf("no recorded plans: %v", err)
	}
	out := map[string][]byte{}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			tb.Fatal(err)
		}
		out[filepath.Base(filepath.Dir(f))] = src
	}
	return out
}

// seed adds the smaller recorded plans; mutating large ones finds less.
func seed(f *testing.F) {
	for _, src := range recorded(f) {
		if len(src) < 4000 {
			f.Add(src)
		}
	}
}

// FuzzSkip holds the grammar to jsontext's.
func FuzzSkip(f *testing.F) {
	seed(f)
	for _, c := range hostile {
		f.Add([]byte(c.src))
	}
	f.Fuzz(func(t *testing.T, src []byte) { agree(t, src) })
}

// FuzzValue holds values to encoding/json's.
func FuzzValue(f *testing.F) {
	for _, s := range []string{`{"a":[1,2.5e-3,-0,1E400,"x\u00e9\ud83d\ude00\n",null,true,false,{"":{}}],"tags":{"k":"v"},"tags_all":{"k":"v"}}`, `12345678901234567890`, `"\"\\\/\b\f\n\r\t"`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if _, err := strict(src); err != nil || bytes.HasPrefix(src, []byte("\xEF\xBB\xBF")) {
			return
		}
		d := json.NewDecoder(bytes.NewReader(src))
		for _, window := range windows {
			r := scan.NewReader(bytes.NewReader(src), scan.Options{Window: window, MaxDepth: depth})
			for r.Next() == nil {
				got, err := r.Value()
				if window != windows[0] {
					continue
				}
				var want any
				if wantErr := d.Decode(&want); (err == nil) != (wantErr == nil) {
					t.Fatalf("%v; encoding/json: %v", err, wantErr)
				} else if err != nil {
					return
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("value (-encoding/json +scan):\n%s", diff)
				}
			}
		}
	})
}

// change is one change as it was handed over.
type change struct {
	Raw string
	// The head again, out of what terraform-json says.
	Address, Type, Mode, Previous string
	Decoded                       *tfjson.ResourceChange
}

// readChanges reads the resource changes of one plan, whole.
func readChanges(src []byte, window int) ([]change, error) {
	var out []change
	r := scan.NewReader(bytes.NewReader(src), scan.Options{Window: window})
	if err := r.Next(); err != nil {
		return nil, err
	}
	err := r.Object(scan.PlanNames, func(name string) error {
		if name != "resource_changes" {
			return nil
		}
		return r.Changes(func(h *scan.Head) (bool, error) {
			return true, nil
		}, func(e *scan.Element) error {
			c, err := e.Decode(nil)
			if err != nil {
				return err
			}
			if got, want := fmt.Sprint(e.HasChange), fmt.Sprint(c.Change != nil); got != want {
				return fmt.Errorf("HasChange is %s", got)
			}
			out = append(out, change{string(e.Raw()), e.Address, e.Type, e.Mode, e.PreviousAddress, c})
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	if err := r.Next(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("after the plan: %w", err)
	}
	return out, nil
}

// plainChanges reads the same with jsontext and encoding/json.
func plainChanges(src []byte) ([]change, error) {
	if _, err := strict(src); err != nil {
		return nil, err
	}
	var doc map[string]json.RawMessage
	if err := json.Unmarshal(src, &doc); err != nil {
		return nil, err
	}
	var list []json.RawMessage
	if raw, ok := doc["resource_changes"]; ok {
		if err := json.Unmarshal(raw, &list); err != nil {
			return nil, err
		}
	}
	var out []change
	for _, raw := range list {
		c := &tfjson.ResourceChange{}
		if err := json.Unmarshal(raw, c); err != nil {
			return nil, err
		}
		out = append(out, change{string(raw), c.Address, c.Type, string(c.Mode), c.PreviousAddress, c})
	}
	return out, nil
}

// FuzzChanges holds what is handed over to what plain decoding gives. What this
// package refuses needs no counterpart; what it accepts does.
func FuzzChanges(f *testing.F) {
	seed(f)
	f.Add([]byte(`{"resource_changes":[{"change":{}},{"change":{"actions":[]}},{"change":{"actions":null,"importing":null}},{"change":null},{}]}`))
	f.Add([]byte(`{"resource_changes":[{"change":{"after":{},"importing":{"id":"x","unknown":false,"identity":{}},"replace_paths":[["a",0]],"generated_config":"x","before_identity":{},"after_identity":null,"actions":["no-op"],"before":{}},"\u0074ype":"t","deposed":"d","index":3}]}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		got, err := readChanges(src, 0)
		if err != nil || bytes.HasPrefix(src, []byte("\xEF\xBB\xBF")) {
			return
		}
		want, err := plainChanges(src)
		if err != nil {
			t.Fatalf("accepted, but: %v", err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("changes (-plain +scan):\n%s", diff)
		}
		small, err := readChanges(src, 1)
		if diff := cmp.Diff(got, small); err != nil || diff != "" {
			t.Fatalf("with a small window: %v\n%s", err, diff)
		}
	})
}
