// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// seeds adds the files of all cases.
func seeds(f *testing.F, suffix string) {
	f.Helper()
	for _, pattern := range []string{"testdata/cases/*/*", "testdata/cases/*/*/*", "testdata/terraform/*/*", "../../testdata/plans/*/*"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range files {
			if !strings.HasSuffix(name, suffix) || strings.Contains(name, "bounds") {
				continue
			}
			text, err := os.ReadFile(name) //nolint:gosec // a file of the repository
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(text))
		}
	}
}

// FuzzEvaluate evaluates everything of any configuration: no panic, no endless
// work, and no hole that is not in the list of holes.
func FuzzEvaluate(f *testing.F) {
	seeds(f, ".tf")
	f.Fuzz(func(t *testing.T, text string) { evaluateAll(t, "main.tf", text) })
}

// FuzzEvaluateJSON is FuzzEvaluate for the JSON syntax.
func FuzzEvaluateJSON(f *testing.F) {
	seeds(f, ".tf.json")
	f.Fuzz(func(t *testing.T, text string) { evaluateAll(t, "main.tf.json", text) })
}

func evaluateAll(t *testing.T, name, text string) {
	fsys := fstest.MapFS{
		name:              {Data: []byte(text)},
		"m/main.tf":       {Data: []byte("variable \"in\" {}\noutput \"out\" { value = var.in }\nresource \"test\" \"t\" { value = var.in }\n")},
		"policy.json":     {Data: []byte(`{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`)},
		"templates/a.tpl": {Data: []byte("%{for x in list}${x}%{endfor}")},
	}
	tree, _ := FromFS(fsys, ".")
	if tree == nil {
		return
	}
	in := Inputs{
		Variables: map[string]any{"v": "x", "list": []any{"a", nil, 1.5, map[string]any{"k": true}}},
		Resource: func(address string) (Values, bool) {
			return Values{
				Values:    map[string]any{"arn": nil, "list": []any{"a", nil}, "map": map[string]any{"k": nil}, "known": "x"},
				Unknown:   map[string]any{"arn": true, "id": true, "list": []any{false, true}, "map": map[string]any{"k": true}, "whole": true},
				Sensitive: map[string]any{"known": true, "list": []any{true, false}},
			}, strings.HasPrefix(address, "aws_")
		},
	}
	const patience = 20 * time.Second
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	v := tree.Evaluate(ctx, in)
	for key, b := range tree.calls[""].resources {
		for _, suffix := range []string{"", "[0]", `["a"]`} {
			for _, body := range b.bodies {
				attrs, _ := body.JustAttributes()
				for name := range attrs {
					if !hclsyntax.ValidIdentifier(name) {
						continue
					}
					useAll(t, v, key+suffix, name)
				}
			}
			for _, name := range []string{"json", "statement[0].actions", "inline_policy[0].policy", "rendered", "id"} {
				useAll(t, v, key+suffix, name)
			}
		}
	}
	if ctx.Err() != nil {
		t.Errorf("took more than %v", patience)
	}
}

func useAll(t *testing.T, v *Evaluation, address, path string) {
	if x, err := v.Attribute(address, path); err == nil {
		checkText(t, x)
	}
	if list, err := v.List(address, path); err == nil {
		for _, x := range list {
			checkText(t, x)
		}
	}
	if x, err := v.Document(address, path); err == nil {
		checkText(t, x)
		if len(x.Holes) > 0 && !json.Valid([]byte(x.Value)) {
			t.Errorf("%s.%s: a document with holes is no JSON: %s", address, path, x.Value)
		}
	}
	_, _ = v.Count(address, path)
	_, _ = v.Range(address, path)
	_, _ = v.Statement(address, path, 0)
}

func checkText(t *testing.T, x Text) {
	if len(x.Holes) != len(x.Origins) {
		t.Errorf("%d holes and %d origins", len(x.Holes), len(x.Origins))
	}
	for _, r := range x.Value {
		if _, _, ok := holeOf(r); ok && int(r-policy.HoleRune(0)) >= len(x.Holes) {
			t.Errorf("the text holds %q, of which no hole is told", r)
		}
	}
}
