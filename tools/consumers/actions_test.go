// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package consumers

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
	"go.yaml.in/yaml/v3"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
)

// job is a job of GitHub Actions: what its expressions are evaluated over, and
// what the runner gives to the scripts.
type job struct {
	// context has inputs, github, runner and steps.
	context map[string]any
	env     map[string]string
	// work is the directory of the checkout.
	work string
	// uses are the actions that were called, with their arguments.
	uses map[string]map[string]string
	out  string
}

// step is one step of a job or of a composite action.
type step struct {
	ID    string            `yaml:"id"`
	Name  string            `yaml:"name"`
	If    string            `yaml:"if"`
	Uses  string            `yaml:"uses"`
	Run   string            `yaml:"run"`
	Shell string            `yaml:"shell"`
	Dir   string            `yaml:"working-directory"`
	Env   map[string]string `yaml:"env"`
	With  map[string]string `yaml:"with"`
}

// run runs one step as the runner does, and returns the exit code of its script.
func (j *job) run(t *testing.T, s step) int {
	t.Helper()
	if s.If != "" && !truth(j.value(t, s.If)) {
		return 0
	}
	if s.Uses != "" {
		with := map[string]string{}
		for name, text := range s.With {
			with[name] = j.text(t, text)
		}
		action, _, _ := strings.Cut(s.Uses, "@")
		j.uses[action] = with
		return 0
	}
	outputs := filepath.Join(t.TempDir(), "output")
	env := []string{"GITHUB_OUTPUT=" + outputs}
	for name, text := range j.env {
		env = append(env, name+"="+text)
	}
	for name, text := range s.Env {
		env = append(env, name+"="+j.text(t, text))
	}
	code, out := script(t, filepath.Join(j.work, j.text(t, s.Dir)), env, s.Run)
	j.out += out
	text, err := os.ReadFile(outputs)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if s.ID != "" {
		set := map[string]any{}
		for line := range strings.Lines(string(text)) {
			name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
			set[name] = value
		}
		steps, _ := j.context["steps"].(map[string]any)
		steps[s.ID] = map[string]any{"outputs": set}
	}
	return code
}

var expression = regexp.MustCompile(`\$\{\{(.*?)\}\}`)

// text replaces the expressions of a text.
func (j *job) text(t *testing.T, s string) string {
	t.Helper()
	return expression.ReplaceAllStringFunc(s, func(m string) string {
		return fmt.Sprint(j.value(t, strings.TrimSpace(expression.FindStringSubmatch(m)[1])))
	})
}

// value evaluates an expression, by the grammar of another project.
func (j *job) value(t *testing.T, s string) any {
	t.Helper()
	node, err := actionlint.NewExprParser().Parse(actionlint.NewExprLexer(s + "}}"))
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return j.evaluate(t, node)
}

func (j *job) evaluate(t *testing.T, node actionlint.ExprNode) any {
	t.Helper()
	switch n := node.(type) {
	case *actionlint.StringNode:
		return n.Value
	case *actionlint.VariableNode:
		v, ok := j.context[n.Name]
		if !ok {
			t.Fatalf("there is no context %s", n.Name)
		}
		return v
	case *actionlint.ObjectDerefNode:
		of, _ := j.evaluate(t, n.Receiver).(map[string]any)
		if v, ok := of[n.Property]; ok {
			return v
		}
		return "" // null, which stands as an empty text
	case *actionlint.CompareOpNode:
		equal := fmt.Sprint(j.evaluate(t, n.Left)) == fmt.Sprint(j.evaluate(t, n.Right))
		return equal == (n.Kind == actionlint.CompareOpNodeKindEq)
	case *actionlint.LogicalOpNode:
		left := j.evaluate(t, n.Left)
		if truth(left) == (n.Kind == actionlint.LogicalOpNodeKindOr) {
			return left
		}
		return j.evaluate(t, n.Right)
	case *actionlint.FuncCallNode:
		if n.Callee == "always" {
			return true
		}
		if n.Callee == "hashfiles" {
			if _, err := os.Stat(filepath.Join(j.work, fmt.Sprint(j.evaluate(t, n.Args[0])))); err != nil {
				return ""
			}
			return "a hash"
		}
	}
	t.Fatalf("an expression of a kind that the test does not know: %#v", node)
	return nil
}

func truth(v any) bool { return v != false && v != "" && v != 0 }

// pinned is how another action is called: by a commit, with its version beside it.
var pinned = regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)

// TestActionsArePinned: a tag of another's action can be moved, a commit cannot;
// and what comes from outside is never put into a script.
func TestActionsArePinned(t *testing.T) {
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	files := []string{"action.yml"}
	for _, pattern := range []string{".github/workflows/*.yml", "examples/ci/github*.yml"} {
		more, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range more {
			name, err := filepath.Rel(root, file)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, name)
		}
	}
	for _, name := range files {
		src, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		calls := 0
		for line := range strings.Lines(string(src)) {
			what, ok := strings.CutPrefix(strings.TrimPrefix(strings.TrimSpace(line), "- "), "uses: ")
			if !ok || strings.HasPrefix(what, ownAction) || strings.HasPrefix(what, "./") {
				continue
			}
			calls++
			if !pinned.MatchString(strings.TrimSpace(what)) {
				t.Errorf("%s: %s is not pinned", name, what)
			}
		}
		if calls == 0 {
			t.Errorf("%s calls no action", name)
		}
		var doc any
		if err := yaml.Unmarshal(src, &doc); err != nil {
			t.Fatal(err)
		}
		scripts(doc, func(s string) {
			if strings.Contains(s, "${{") {
				t.Errorf("%s puts an expression into a script: %s", name, s)
			}
		})
		if name == "action.yml" {
			continue
		}
		linter, err := actionlint.NewLinter(os.Stderr, &actionlint.LinterOptions{})
		if err != nil {
			t.Fatal(err)
		}
		problems, err := linter.Lint(name, src, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			t.Errorf("%s: %v", name, p)
		}
	}
}

// ownAction is this repository's own, which has no release to pin in an example.
const ownAction = "hipaa-iam/terraform-provider-hipaa@"

// scripts calls f for the text of every run below a document.
func scripts(v any, f func(string)) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if text, ok := value.(string); ok && key == "run" {
				f(text)
			}
			scripts(value, f)
		}
	case []any:
		for _, value := range v {
			scripts(value, f)
		}
	}
}
