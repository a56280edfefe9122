// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package consumers

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
)

// action is the metadata of this repository's action.
type action struct {
	Inputs map[string]struct {
		Default string `yaml:"default"`
	} `yaml:"inputs"`
	Outputs map[string]struct {
		Value string `yaml:"value"`
	} `yaml:"outputs"`
	Runs struct {
		Using string `yaml:"using"`
		Steps []step `yaml:"steps"`
	} `yaml:"runs"`
}

// call runs the action with inputs in a directory, the number being that of the
// pull request; it returns the job and the action's outputs.
func call(t *testing.T, work, api string, number any, inputs map[string]string) (j *job, code int, outputs map[string]string) {
	t.Helper()
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(filepath.Join(root, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var a action
	if err := yaml.Unmarshal(src, &a); err != nil {
		t.Fatal(err)
	}
	if a.Runs.Using != "composite" {
		t.Fatalf("it is a %s action", a.Runs.Using)
	}
	temp := t.TempDir()
	event := filepath.Join(temp, "event.json")
	text, err := json.Marshal(map[string]any{"pull_request": map[string]any{"number": number, "head": map[string]any{"sha": strings.Repeat("a", 40)}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(event, text, 0o600); err != nil {
		t.Fatal(err)
	}
	given := map[string]any{}
	j = &job{
		work: work, uses: map[string]map[string]string{},
		context: map[string]any{"inputs": given, "steps": map[string]any{}, "github": map[string]any{
			"action_path": root, "action_ref": "v0.0.1", "token": jobToken, "event": map[string]any{"pull_request": map[string]any{"number": number}},
		}},
		env: map[string]string{
			"RUNNER_TEMP": temp, "GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": event, "GITHUB_REPOSITORY": "clinic/infrastructure", "GITHUB_SERVER_URL": "https://github.example",
			"GITHUB_API_URL": api, "GITHUB_STEP_SUMMARY": filepath.Join(temp, "summary.md"),
		},
	}
	for name, input := range a.Inputs {
		given[name] = j.text(t, input.Default)
	}
	for name, text := range inputs {
		if _, ok := given[name]; !ok {
			t.Fatalf("there is no input %s", name)
		}
		given[name] = text
	}
	for _, s := range a.Runs.Steps {
		if s.Run != "" && s.Shell != "bash" {
			t.Fatalf("%s has no shell", s.Name)
		}
		if code = j.run(t, s); code != 0 {
			break // the others have no always()
		}
	}
	outputs = map[string]string{}
	for name, o := range a.Outputs {
		outputs[name] = j.text(t, o.Value)
	}
	return j, code, outputs
}

// forge is GitHub as the comment meets it.
func forge(t *testing.T, status int) (api string, posted *[]string) {
	t.Helper()
	posted = &[]string{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+jobToken || status != http.StatusOK {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		switch {
		case r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/comments"):
			_, _ = io.WriteString(w, "[]")
		case r.Method == http.MethodPost:
			var sent struct{ Body string }
			_ = json.NewDecoder(r.Body).Decode(&sent)
			*posted = append(*posted, r.URL.Path+" "+sent.Body)
			_, _ = io.WriteString(w, `{"id":1,"html_url":"https://github.example/1"}`)
		default:
			w.WriteHeader(http.StatusForbidden)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL, posted
}

// workspace is a checkout with the plan of the example, as terraform show -json tells it.
func workspace(t *testing.T) string {
	t.Helper()
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for from, to := range map[string]string{example: "tfplan", "testdata/plans/shape-no-iam/plan.json": "quiet", "testdata/plans/shape-errored/plan.json": "errored"} {
		text, err := os.ReadFile(filepath.Join(root, from))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, to), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const (
	upload   = "github/codeql-action/upload-sarif"
	jobToken = "token-of-the-job"
)

// TestAction runs the action's steps as a runner does; the first case builds
// the program from the source, as every call does that names none.
func TestAction(t *testing.T) {
	work := workspace(t)
	for name, c := range map[string]struct {
		inputs  map[string]string
		number  any
		refused bool

		code                     int
		verdict                  string
		report, comment, uploads bool
		says                     string
	}{
		"blocks":              {inputs: map[string]string{"sarif": "true"}, number: 7, code: 2, verdict: "fail", report: true, comment: true, uploads: true, says: "::error "},
		"passes":              {inputs: map[string]string{"plan": "quiet"}, number: 7, verdict: "pass", report: true, comment: true, says: "PASS"},
		"several":             {inputs: map[string]string{"plan": "quiet\ntfplan\n"}, number: 7, code: 2, verdict: "fail", report: true, comment: true, says: "::error "},
		"cannot be checked":   {inputs: map[string]string{"plan": "errored", "sarif": "true"}, number: 7, code: 1, verdict: "error", says: "Error: "},
		"soft":                {inputs: map[string]string{"soft-fail": "true", "comment": "false"}, number: 7, verdict: "fail", report: true, says: "::error "},
		"soft, not checked":   {inputs: map[string]string{"soft-fail": "true", "plan": "errored"}, number: 7, code: 1, verdict: "error", says: "Error: "},
		"no pull request":     {number: "", code: 2, verdict: "fail", report: true, says: "::error "},
		"comment refused":     {number: 7, refused: true, code: 2, verdict: "fail", report: true, says: "::warning title=hipaacheck::There is no comment"},
		"threshold":           {inputs: map[string]string{"fail-on": "never", "comment": "false"}, number: 7, verdict: "pass", report: true, says: "::warning "},
		"arguments":           {inputs: map[string]string{"arguments": "--only\naccess-unused", "comment": "false"}, number: 7, verdict: "pass", report: true, says: "PASS"},
		"markup in arguments": {inputs: map[string]string{"plan": "$(touch pwned)`touch pwned`; touch pwned"}, number: 7, code: 1, verdict: "error", says: "Error: "},
	} {
		t.Run(name, func(t *testing.T) {
			status := http.StatusOK
			if c.refused {
				status = http.StatusForbidden
			}
			api, posted := forge(t, status)
			inputs := map[string]string{}
			if name != "blocks" {
				program, err := build()
				if err != nil {
					t.Fatal(err)
				}
				inputs["program"] = filepath.Dir(program)
			}
			maps.Copy(inputs, c.inputs)
			j, code, outputs := call(t, work, api, c.number, inputs)
			if code != c.code || outputs["verdict"] != c.verdict || !strings.Contains(j.out, c.says) {
				t.Errorf("%d, %q, want %d, %q, %q: %s", code, outputs["verdict"], c.code, c.verdict, c.says, j.out)
			}
			for _, format := range []string{"report", "sarif", "html"} {
				info, err := os.Stat(outputs[format])
				if there := err == nil && info.Size() > 0; there != c.report {
					t.Errorf("the output %s is %q, there: %v", format, outputs[format], there)
				}
			}
			summary, _ := os.ReadFile(j.env["GITHUB_STEP_SUMMARY"])
			if (len(summary) > 0) != c.report {
				t.Errorf("a summary of %d bytes", len(summary))
			}
			if (len(*posted) == 1) != c.comment || c.comment && !strings.HasPrefix((*posted)[0], "/repos/clinic/infrastructure/issues/7/comments ") {
				t.Errorf("posted: %.200q", *posted)
			}
			with, uploads := j.uses[upload]
			if uploads != c.uploads || uploads && with["sarif_file"] != outputs["sarif"] {
				t.Errorf("uploaded: %v", with)
			}
			if strings.Contains(j.out, jobToken) {
				t.Error("it says the token")
			}
			if _, err := os.Stat(filepath.Join(work, "pwned")); err == nil {
				t.Fatal("an input was run")
			}
		})
	}
}

// TestActionArguments: what is given comes to the program as it was given, and
// the CLI behind the wrapper of setup-terraform is the one that shows a plan.
func TestActionArguments(t *testing.T) {
	work, bin := workspace(t), t.TempDir()
	for name, text := range map[string]string{
		"hipaacheck":    "#!/bin/sh\nprintf '%s\\n' \"$HIPAACHECK_TERRAFORM\" \"$@\" > got\n",
		"terraform-bin": "#!/bin/sh\n",
	} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte(text), 0o700); err != nil { //nolint:gosec // a program
			t.Fatal(err)
		}
	}
	t.Setenv("TERRAFORM_CLI_PATH", bin)
	j, _, _ := call(t, work, "http://127.0.0.1:1", 7, map[string]string{
		"program": bin, "plan": "a plan\n\n-b", "config": "c d.hcl", "source": "s", "trusted-ref": "origin/main", "fail-on": "high", "scope": "all", "arguments": "--account\na b.json", "comment": "false",
	})
	if len(j.uses) > 0 {
		t.Errorf("it calls %v to build what is there", j.uses)
	}
	text, err := os.ReadFile(filepath.Join(work, "got"))
	if err != nil {
		t.Fatalf("%v: %s", err, j.out)
	}
	var got []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSuffix(line, "\n"); !strings.Contains(line, "=") { // but for the files of reports
			got = append(got, line)
		}
	}
	want := []string{
		filepath.Join(bin, "terraform-bin"), "plan", "--fail-on", "high", "--scope", "all", "--format", "github", "--format", "--format", "--format",
		"--config", "c d.hcl", "--source", "s", "--trusted-ref", "origin/main", "--account", "a b.json", "--", "a plan", "-b",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestExampleOfGitHub runs the whole workflow of examples/ci: a plan is made, and
// the action is called with the inputs that stand there.
func TestExampleOfGitHub(t *testing.T) {
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(filepath.Join(root, "examples", "ci", "github.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var workflow struct {
		Permissions map[string]string `yaml:"permissions"`
		Jobs        map[string]struct {
			Steps []step `yaml:"steps"`
		} `yaml:"jobs"`
	}
	if err := yaml.Unmarshal(src, &workflow); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"contents": "read", "pull-requests": "write", "security-events": "write"}
	if diff := cmp.Diff(want, workflow.Permissions); diff != "" {
		t.Error(diff)
	}
	work := t.TempDir()
	api, posted := forge(t, http.StatusOK)
	code, called := 0, false
	j := &job{work: work, env: map[string]string{"PATH": fakeTerraform(t) + ":" + os.Getenv("PATH")}, uses: map[string]map[string]string{}, context: map[string]any{}}
	for _, s := range workflow.Jobs["hipaacheck"].Steps {
		if !strings.HasPrefix(s.Uses, ownAction) {
			if code := j.run(t, s); code != 0 {
				t.Fatalf("exit code %d: %s", code, j.out)
			}
			continue
		}
		called = true
		program, err := build()
		if err != nil {
			t.Fatal(err)
		}
		s.With["program"] = filepath.Dir(program)
		var own *job
		own, code, _ = call(t, work, api, 12, s.With)
		if _, ok := own.uses[upload]; !ok || len(*posted) != 1 {
			t.Errorf("uploads %v, %d comments: %s", own.uses, len(*posted), own.out)
		}
	}
	if !called || code != 2 {
		t.Errorf("called %v, exit code %d", called, code)
	}
}

// TestReadmeOfAction: the step that README shows is the one of the example, as far
// as it goes, and the action has its inputs.
func TestReadmeOfAction(t *testing.T) {
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, block, ok := strings.Cut(string(readme), "```yaml\n")
	block, _, _ = strings.Cut(block, "```")
	var steps []step
	if err := yaml.Unmarshal([]byte(block), &steps); err != nil || !ok || len(steps) != 1 {
		t.Fatalf("%v: %s", err, block)
	}
	for line := range strings.Lines(block) {
		if line = strings.TrimSpace(line); line != "" && !strings.Contains(ciText(t, "github.yml"), line) {
			t.Errorf("examples/ci/github.yml has no %q", line)
		}
	}
}
