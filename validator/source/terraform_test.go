// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

var (
	record  = flag.Bool("record", false, "record afresh what the real Terraform makes of testdata/terraform")
	plugins = flag.String("plugins", "", "the directory to take providers from when recording; their registry where it is empty")
)

// recording is what Terraform wrote of a configuration: its plan, and after
// apply its outputs and its state.
type recording struct {
	plan    *testPlan
	outputs map[string]struct{ Value any }
	state   map[string]any // values by address
}

// recorded reads, or records, a configuration of testdata/terraform.
func recorded(t *testing.T, name string) (*Tree, recording) {
	t.Helper()
	dir := filepath.Join("testdata/terraform", name)
	if *record {
		runTerraform(t, dir)
	}
	r := recording{plan: readPlan(t, filepath.Join(dir, "plan.json")), state: map[string]any{}}
	readJSON(t, filepath.Join(dir, "outputs.json"), &r.outputs)
	var state struct {
		Values struct {
			Root testModule `json:"root_module"`
		}
	}
	readJSON(t, filepath.Join(dir, "state.json"), &state)
	for _, x := range state.Values.Root.Resources {
		r.state[x.Address] = x.Values
	}
	tree, diags := FromFS(os.DirFS(dir), ".")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return tree, r
}

func readJSON(t *testing.T, name string, to any) {
	t.Helper()
	text, err := os.ReadFile(name) //nolint:gosec // a file of the repository
	if err == nil {
		err = json.Unmarshal(text, to)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// runTerraform plans and applies a copy of a configuration that creates nothing
// outside of Terraform.
func runTerraform(t *testing.T, dir string) {
	t.Helper()
	at := t.TempDir()
	if err := os.CopyFS(at, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) []byte {
		cmd := exec.Command("terraform", args...) //nolint:gosec // the arguments are below
		cmd.Dir = at
		cmd.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1")
		var errs strings.Builder
		cmd.Stderr = &errs
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("terraform %v: %v\n%s", args, err, errs.String())
		}
		return out
	}
	write := func(name string, text []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil { //nolint:gosec // a file of the repository
			t.Fatal(err)
		}
	}
	initialise := []string{"init", "-input=false", "-no-color"}
	if *plugins != "" {
		initialise = append(initialise, "-plugin-dir="+*plugins)
	}
	run(initialise...)
	run("plan", "-input=false", "-no-color", "-out=tfplan")
	write("plan.json", run("show", "-json", "tfplan"))
	run("apply", "-input=false", "-no-color", "tfplan")
	write("outputs.json", run("output", "-json"))
	write("state.json", run("show", "-json"))
}

// TestFunctions compares functions, operators and expressions with what
// Terraform computes, and those of the AWS provider with the provider.
func TestFunctions(t *testing.T) {
	for dir, least := range map[string]int{"functions": 90, "aws": 6} {
		tree, r := recorded(t, dir)
		v := tree.Evaluate(context.Background(), r.plan.inputs())
		n, err := v.e.root.output("results", hcl.Range{})
		if err != nil {
			t.Fatal(err)
		}
		x, err := n.value()
		if err != nil {
			t.Fatal(err)
		}
		want, _ := r.outputs["results"].Value.(map[string]any)
		if len(want) < least {
			t.Fatalf("%d results in %s, want at least %d", len(want), dir, least)
		}
		for name, want := range want {
			t.Run(dir+"/"+name, func(t *testing.T) {
				if diff := cmp.Diff(want, plainJSON(t, x.GetAttr(name))); diff != "" {
					t.Errorf("differs from Terraform (-terraform +source):\n%s", diff)
				}
			})
		}
	}
}

// TestPolicyDocuments compares data.aws_iam_policy_document with what the AWS
// provider writes: the same JSON, save for the order in lists that are sets.
func TestPolicyDocuments(t *testing.T) {
	tree, r := recorded(t, "aws")
	in := r.plan.inputs()
	in.Resource = nil // computed here
	v := tree.Evaluate(context.Background(), in)
	want, _ := r.outputs["documents"].Value.(map[string]any)
	const least = 6
	if len(want) < least {
		t.Fatalf("%d documents, want at least %d", len(want), least)
	}
	for name, want := range want {
		t.Run(name, func(t *testing.T) {
			address, attribute := "data.aws_iam_policy_document."+name, "json"
			if name == "minified" {
				address, attribute = "data.aws_iam_policy_document.full", "minified_json"
			}
			got, err := v.Document(address, attribute)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(sortedLists(t, fmt.Sprint(want)), sortedLists(t, got.Value)); diff != "" {
				t.Errorf("differs from the provider (-provider +source):\n%s", diff)
			}
		})
	}
}

// sortedLists reads JSON and sorts its lists of texts.
func sortedLists(t *testing.T, text string) any {
	t.Helper()
	var out any
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x)
			}
			slices.SortStableFunc(v, func(a, b any) int {
				x, ok := a.(string)
				y, ok2 := b.(string)
				if !ok || !ok2 {
					return 0
				}
				return strings.Compare(x, y)
			})
		case map[string]any:
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(out)
	return out
}

// plainJSON is a value as JSON shows it.
func plainJSON(t *testing.T, v cty.Value) any {
	t.Helper()
	v, _ = v.UnmarkDeep()
	text, err := ctyjson.Marshal(v, cty.DynamicPseudoType)
	if err != nil {
		t.Fatal(err)
	}
	var out struct{ Value any }
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out.Value
}

// TestHoles compares what is evaluated before apply with what Terraform makes
// at apply: with the holes filled in by what they stand for, they agree.
func TestHoles(t *testing.T) {
	tree, r := recorded(t, "holes")
	in := r.plan.inputs()
	v := tree.Evaluate(context.Background(), in)
	x := v.e.root.called.outputs["o"].attr("value").Expr
	want, _ := r.outputs["o"].Value.(map[string]any)
	pairs, diags := hcl.ExprMap(x)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	f := filler{e: v.e, state: r.state}
	decided := 0
	v.e.current = append(v.e.current, &entry{label: "output.o"})
	for _, p := range pairs {
		name := hcl.ExprAsKeyword(p.Key)
		t.Run(name, func(t *testing.T) {
			got, err := v.e.eval(p.Value, v.e.root.scope())
			if err != nil {
				t.Fatal(err)
			}
			s, ok := asString(v.e.asText(got))
			if !ok {
				t.Fatalf("no text: %#v", got)
			}
			if id, whole := wholeHole(s); !whole || v.e.holes.list[id].why == "" {
				decided++
			}
			actual := fmt.Sprint(want[name])
			if !f.text(s, actual) {
				t.Errorf("before apply: %s\nafter apply:  %s", v.e.holes.show(s), actual)
			}
		})
	}
	// That nothing is decided would agree with everything.
	const least = 50
	if decided < least {
		t.Errorf("%d of %d are decided, want at least %d", decided, len(pairs), least)
	}
}

// filler compares texts with holes with texts that came out.
type filler struct {
	e     *engine
	state map[string]any
}

// text compares as JSON where both are, else as texts.
func (f filler) text(got, actual string) bool {
	var a, b any
	if json.Unmarshal([]byte(got), &a) == nil {
		if s, ok := a.(string); ok && f.anything(s) {
			return true
		}
	}
	if a != nil && json.Unmarshal([]byte(actual), &b) == nil && reflect.TypeOf(a) == reflect.TypeOf(b) {
		return f.value(a, b)
	}
	return f.plain(got, actual)
}

// plain compares texts: what a hole stands for is looked up in the state, where
// it is an attribute; what was not decided may be anything.
func (f filler) plain(got, actual string) bool {
	var re strings.Builder
	re.WriteString("^(?s:")
	for _, r := range got {
		if id, _, ok := holeOf(r); ok {
			re.WriteString(f.pattern(id))
		} else {
			re.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	re.WriteString(")$")
	return regexp.MustCompile(re.String()).MatchString(actual)
}

func (f filler) pattern(id int) string {
	h := f.e.holes.list[id]
	if values, ok := f.state[h.address].(map[string]any); ok {
		if s, ok := values[h.attribute].(string); ok {
			return regexp.QuoteMeta(s)
		}
	}
	if !h.wild {
		return "[^*?]+" // one text without wildcards, which is not empty
	}
	return ".*"
}

func (f filler) value(got, actual any) bool {
	switch got := got.(type) {
	case string:
		if f.anything(got) {
			return true
		}
		s, ok := actual.(string)
		return ok && f.plain(got, s)
	case []any:
		list, ok := actual.([]any)
		return ok && f.list(got, list)
	case map[string]any:
		m, ok := actual.(map[string]any)
		if !ok || len(got) != len(m) {
			return false
		}
		for k, v := range got {
			found := false
			for k2, v2 := range m {
				found = found || f.plain(k, k2) && f.value(v, v2)
			}
			if !found {
				return false
			}
		}
		return true
	}
	return reflect.DeepEqual(got, actual)
}

func (f filler) anything(s string) bool {
	id, ok := wholeHole(s)
	return ok && f.e.holes.list[id].wild
}

// list compares without regard to order and repetition, which mean nothing in
// documents; what may be anything stands for any number of elements.
func (f filler) list(got, actual []any) bool {
	open := slices.ContainsFunc(got, func(v any) bool { s, ok := v.(string); return ok && f.anything(s) })
	covered := map[int]bool{}
	for _, g := range got {
		if s, ok := g.(string); ok && f.anything(s) {
			continue
		}
		found := false
		for i, a := range actual {
			if f.value(g, a) {
				found, covered[i] = true, true
			}
		}
		if !found {
			return false
		}
	}
	return open || len(covered) == len(actual)
}
