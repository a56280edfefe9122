// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

var update = flag.Bool("update", false, "write the golden files")

func TestMain(m *testing.M) {
	passPanics = true
	os.Exit(m.Run())
}

// given is the file inputs.json of a case: what a plan would tell.
type given struct {
	Variables map[string]any
	// Resources are by address.
	Resources map[string]struct{ Values, Unknown, Sensitive any }
	// Instances are by address without the last key.
	Instances map[string][]any
	// Known holds "ADDRESS.ATTRIBUTE".
	Known     map[string]string
	Workspace string
	Timestamp string
	OpenTofu  bool
}

func (g given) inputs() Inputs {
	in := Inputs{Variables: g.Variables, Workspace: g.Workspace, Timestamp: g.Timestamp}
	in.Resource = func(address string) (Values, bool) {
		r, ok := g.Resources[address]
		return Values{r.Values, r.Unknown, r.Sensitive}, ok
	}
	in.Instances = func(address string) ([]any, bool) {
		list, ok := g.Instances[address]
		var out []any
		for _, k := range list {
			if n, isNumber := k.(float64); isNumber {
				k = int(n)
			}
			out = append(out, k)
		}
		return out, ok
	}
	in.Known = func(address, attribute string) (string, bool) {
		s, ok := g.Known[address+"."+attribute]
		return s, ok
	}
	return in
}

// result is what golden files hold of one argument.
type result struct {
	Text         string            `json:"text,omitempty"`
	Document     any               `json:"document,omitempty"`
	Null         bool              `json:"null,omitempty"`
	Sensitive    bool              `json:"sensitive,omitempty"`
	Holes        map[string]string `json:"holes,omitempty"`
	Undetermined string            `json:"undetermined,omitempty"`
	Settle       string            `json:"settled_by,omitempty"`
	At           string            `json:"at,omitempty"`
	Statements   []string          `json:"statements,omitempty"`
}

// TestCases evaluates every argument of the resources of type "test", and every
// document of the aws_iam_ resources and data sources, of small configurations.
func TestCases(t *testing.T) {
	dirs, err := filepath.Glob("testdata/cases/*")
	if err != nil {
		t.Fatal(err)
	}
	const least = 40
	if len(dirs) < least {
		t.Fatalf("%d cases, want at least %d", len(dirs), least)
	}
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			got := evaluateCase(t, dir)
			text := encode(t, got)
			golden := filepath.Join(dir, "want.json")
			if *update {
				if err := os.WriteFile(golden, text, 0o644); err != nil { //nolint:gosec // a file of the repository
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(text)); diff != "" {
				t.Errorf("differs from %s (-want +got):\n%s", golden, diff)
			}
		})
	}
}

func encode(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readGiven(t testing.TB, dir string) given {
	t.Helper()
	var g given
	text, err := os.ReadFile(filepath.Join(dir, "inputs.json"))
	if errors.Is(err, os.ErrNotExist) {
		return g
	}
	if err == nil {
		err = json.Unmarshal(text, &g)
	}
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// caseFiles are the files of a case. What terraform init makes, .terraform, is
// kept as _terraform: the repository ignores the other name.
func caseFiles(t *testing.T, dir string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	fsys := os.DirFS(dir)
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(fsys, name)
		out[strings.Replace(name, "_terraform/", ".terraform/", 1)] = &fstest.MapFile{Data: text, Mode: 0o644}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func evaluateCase(t *testing.T, dir string) map[string]result {
	t.Helper()
	g := readGiven(t, dir)
	var opts []Option
	if g.OpenTofu {
		opts = append(opts, WithOpenTofu())
	}
	root := "."
	fsys := caseFiles(t, dir)
	if _, err := os.Stat(filepath.Join(dir, "root")); err == nil {
		root = "root" // the case has files beside the root module
	}
	tree, diags := FromFS(fsys, root, opts...)
	if tree == nil {
		t.Fatal(diags)
	}
	got := map[string]result{}
	for _, d := range diags {
		got["diagnostics"] = result{Text: strings.TrimSpace(got["diagnostics"].Text + "\n" + d.Error())}
	}
	v := tree.Evaluate(context.Background(), g.inputs())
	var walk func(m *moduleInstance)
	walk = func(m *moduleInstance) {
		for _, key := range slices.Sorted(maps.Keys(m.called.resources)) {
			b := m.called.resources[key]
			x, err := m.expand(b, key, within(m.address, key))
			if err != nil {
				got[within(m.address, key)] = result{Undetermined: err.Error()}
				continue
			}
			if x.kind == open && !x.told {
				got[within(m.address, key)] = result{Undetermined: x.why}
			}
			for _, i := range x.list {
				evaluateInstance(v, m.instance(b, key, x, i), got)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(m.called.calls)) {
			x, err := m.expand(m.called.calls[name], "module."+name, within(m.address, "module."+name))
			if err != nil {
				got[within(m.address, "module."+name)] = result{Undetermined: err.Error()}
				continue
			}
			for _, i := range x.list {
				if child, _, err := m.child(m.called.calls[name], x, i); err == nil && child != nil {
					walk(child)
				}
			}
		}
	}
	v.e.current = append(v.e.current, &entry{label: "the test"})
	walk(v.e.root)
	return got
}

func evaluateInstance(v *Evaluation, n *resourceNode, got map[string]result) {
	switch {
	case n.kind == "test":
		for _, body := range n.block.bodies {
			attrs, _ := body.JustAttributes()
			for _, name := range slices.Sorted(maps.Keys(attrs)) {
				if name != "count" && name != "for_each" {
					got[n.address+"."+name] = attributeOf(v, n.address, name)
				}
			}
		}
		for i := range n.block.nested("block") {
			path := fmt.Sprintf("block[%d].value", i)
			got[n.address+"."+path] = attributeOf(v, n.address, path)
		}
	case n.kind == policyDocument, n.kind == keyDocument, n.kind == storeDocument:
		got[n.address+".json"] = documentOf(v, n.address, "json")
	case strings.HasPrefix(n.kind, "aws_iam_") || n.kind == "aws_s3_bucket_policy":
		for _, path := range []string{"policy", "assume_role_policy"} {
			if n.block.attr(path) != nil {
				got[n.address+"."+path] = documentOf(v, n.address, path)
			}
		}
		count, err := v.Count(n.address, "inline_policy")
		if err != nil {
			got[n.address+".inline_policy"] = failedResult(err)
		}
		for i := range count {
			path := fmt.Sprintf("inline_policy[%d].policy", i)
			got[n.address+"."+path] = documentOf(v, n.address, path)
		}
		for _, path := range []string{"policy_arn", "role", "permissions_boundary"} {
			if n.block.attr(path) != nil {
				got[n.address+"."+path] = attributeOf(v, n.address, path)
			}
		}
		if n.block.attr("managed_policy_arns") != nil {
			list, err := v.List(n.address, "managed_policy_arns")
			r := failedResult(err)
			var shown []string
			for _, x := range list {
				shown = append(shown, shownText(x))
			}
			r.Text = strings.Join(shown, " ")
			got[n.address+".managed_policy_arns"] = r
		}
	}
}

func failedResult(err error) result {
	var u *UndeterminedError
	switch {
	case err == nil:
		return result{}
	case errors.As(err, &u):
		return result{Undetermined: u.Reason, Settle: u.SettledBy, At: shownRange(u.Range)}
	}
	return result{Undetermined: "ERROR " + err.Error()}
}

func resultOf(x Text) result {
	r := result{Text: shownText(x), Null: x.Null, Sensitive: x.Sensitive, At: shownRange(x.Range)}
	for i, h := range x.Holes {
		if r.Holes == nil {
			r.Holes = map[string]string{}
		}
		what := "plain"
		if h.Wild {
			what = "wild"
		}
		if x.Origins[i].Reason != "" {
			what += ": " + x.Origins[i].Reason
		}
		if a := x.Origins[i].Address; a != "" && a+"."+x.Origins[i].Attribute != h.Name {
			what += " (" + a + " " + x.Origins[i].Attribute + ")"
		}
		r.Holes[h.Name] = what
	}
	return r
}

func attributeOf(v *Evaluation, address, path string) result {
	x, err := v.Attribute(address, path)
	if err != nil {
		return failedResult(err)
	}
	return resultOf(x)
}

func documentOf(v *Evaluation, address, path string) result {
	x, err := v.Document(address, path)
	if err != nil {
		return failedResult(err)
	}
	r := resultOf(x)
	kind := policy.Identity
	if path == "assume_role_policy" {
		kind = policy.Trust
	}
	if strings.Contains(address, "bucket_policy") {
		kind = policy.Resource
	}
	d, problems := policy.Parse([]byte(x.Value), kind, policy.WithHoles(x.Holes))
	if d == nil {
		r.Undetermined = fmt.Sprintf("does not parse: %v", problems)
		return r
	}
	r.Text, r.Document = "", json.RawMessage(d.Canonical())
	for i := range d.Statements {
		at, err := v.Statement(address, path, i)
		if err != nil {
			r.Statements = append(r.Statements, err.Error())
			continue
		}
		r.Statements = append(r.Statements, shownRange(at))
	}
	return r
}

func shownText(x Text) string {
	d := &policy.Document{Holes: x.Holes}
	return d.Show(x.Value)
}

func shownRange(r hcl.Range) string {
	if r.Filename == "" {
		return ""
	}
	return r.String()
}
