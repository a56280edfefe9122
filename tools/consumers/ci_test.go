// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package consumers

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
)

// pipeline runs the scripts of a CI system on the plan of the example.
type pipeline struct {
	dir string
	env []string
	out string
}

func newPipeline(t *testing.T) *pipeline {
	t.Helper()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return &pipeline{dir: t.TempDir(), env: []string{"PATH=" + fakeTerraform(t) + ":" + filepath.Dir(program) + ":" + os.Getenv("PATH")}}
}

// run runs a script, which must exit with the code.
func (p *pipeline) run(t *testing.T, code int, text string) {
	t.Helper()
	got, out := script(t, p.dir, p.env, text)
	p.out += out
	if got != code {
		t.Fatalf("exit code %d, want %d: %s\n%s", got, code, text, out)
	}
}

// leaves checks that there is a file, and returns what is in it.
func (p *pipeline) leaves(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil || len(text) == 0 {
		t.Errorf("%s is not left behind: %v", name, err)
	}
	return string(text)
}

// ciFile decodes a file of examples/ci.
func ciFile(t *testing.T, name string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(ciText(t, name)), into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func ciText(t *testing.T, name string) string {
	t.Helper()
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "examples", "ci", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// received is a server of one of the platforms, which takes whatever it is sent.
func received(t *testing.T) (server *httptest.Server, bodies map[string][]string) {
	t.Helper()
	bodies = map[string][]string{}
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch body, _ := io.ReadAll(r.Body); {
		case r.Method != http.MethodGet:
			key := r.Method + " " + r.URL.Path
			bodies[key] = append(bodies[key], string(body))
			_, _ = io.WriteString(w, "{}")
		case strings.HasSuffix(r.URL.Path, "/user"):
			_, _ = io.WriteString(w, `{"id":1,"uuid":"me"}`)
		case strings.Contains(r.URL.Path, "/pullrequests/"):
			_, _ = io.WriteString(w, `{"values":[]}`)
		default:
			_, _ = io.WriteString(w, "[]")
		}
	}))
	t.Cleanup(server.Close)
	return server, bodies
}

// TestGitLab runs the job, and what it uploads is what it makes.
func TestGitLab(t *testing.T) {
	var file struct {
		Job struct {
			Script    []string `yaml:"script"`
			After     []string `yaml:"after_script"`
			Artifacts struct {
				When    string            `yaml:"when"`
				Reports map[string]string `yaml:"reports"`
			} `yaml:"artifacts"`
		} `yaml:"hipaacheck"`
	}
	ciFile(t, "gitlab.yml", &file)
	p := newPipeline(t)
	server, bodies := received(t)
	p.env = append(p.env, "GITLAB_CI=true", "CI_API_V4_URL="+server.URL, "CI_PROJECT_ID=4", "CI_MERGE_REQUEST_IID=9", "GITLAB_TOKEN=t")
	p.run(t, 2, strings.Join(file.Job.Script, "\n"))
	p.run(t, 0, strings.Join(file.Job.After, "\n"))
	if file.Job.Artifacts.When != "always" || len(file.Job.Artifacts.Reports) != 3 {
		t.Errorf("%+v", file.Job.Artifacts)
	}
	for _, name := range file.Job.Artifacts.Reports {
		p.leaves(t, name)
	}
	// As GitLab documents it: whole numbers by these three names.
	var counts map[string]int
	if err := json.Unmarshal([]byte(p.leaves(t, file.Job.Artifacts.Reports["terraform"])), &counts); err != nil || len(counts) != 3 || counts["create"] == 0 || counts["update"] == 0 || counts["delete"] == 0 {
		t.Errorf("%v, %v", counts, err)
	}
	if n := bodies["POST /projects/4/merge_requests/9/notes"]; len(n) != 1 {
		t.Errorf("%d comments: %s", len(n), p.out)
	}
}

// TestAzure runs the steps, those that always run after the one that fails.
func TestAzure(t *testing.T) {
	var file struct {
		Steps []struct {
			Script    string            `yaml:"script"`
			Publish   string            `yaml:"publish"`
			Condition string            `yaml:"condition"`
			Inputs    map[string]string `yaml:"inputs"`
		} `yaml:"steps"`
	}
	ciFile(t, "azure.yml", &file)
	p := newPipeline(t)
	codes := []int{0, 2, 0}
	for _, s := range file.Steps {
		switch {
		case s.Script != "":
			p.run(t, codes[0], s.Script)
			codes = codes[1:]
		case s.Publish != "":
			p.leaves(t, filepath.Join(s.Publish, "report.html"))
		default:
			p.leaves(t, s.Inputs["testResultsFiles"])
		}
		if len(codes) < 2 && s.Condition == "" && s.Script == "" {
			t.Errorf("%+v does not run after a step that fails", s)
		}
	}
	_, summary, ok := strings.Cut(p.out, "##vso[task.uploadsummary]")
	if info, err := os.Stat(strings.TrimSpace(summary)); !ok || err != nil || info.Size() == 0 {
		t.Errorf("the summary %q: %v", summary, err)
	}
	if !strings.Contains(p.out, "##vso[task.logissue type=error;") {
		t.Errorf("no line is annotated: %s", p.out)
	}
}

// TestBitbucket runs the step, against a server in place of Bitbucket and of the
// proxy by which a pipeline reaches it.
func TestBitbucket(t *testing.T) {
	var file struct {
		Pipelines struct {
			PullRequests map[string][]struct {
				Step struct {
					Script []string `yaml:"script"`
					After  []string `yaml:"after-script"`
				} `yaml:"step"`
			} `yaml:"pull-requests"`
		} `yaml:"pipelines"`
	}
	ciFile(t, "bitbucket.yml", &file)
	step := file.Pipelines.PullRequests["**"][0].Step
	p := newPipeline(t)
	server, bodies := received(t)
	p.env = append(p.env, "BITBUCKET_BUILD_NUMBER=1", "BITBUCKET_REPO_FULL_NAME=clinic/infrastructure", "BITBUCKET_PR_ID=5", "BITBUCKET_COMMIT=abc", "BITBUCKET_TOKEN=t")
	p.run(t, 2, strings.Join(step.Script, "\n"))
	after := strings.Join(step.After, "\n")
	for from, to := range map[string]string{"hipaacheck comment": "hipaacheck comment --api " + server.URL, "http://localhost:29418": server.URL} {
		if !strings.Contains(after, from) {
			t.Fatalf("%q is not there", from)
		}
		after = strings.ReplaceAll(after, from, to)
	}
	p.run(t, 0, after)
	if n := bodies["POST /repositories/clinic/infrastructure/pullrequests/5/comments"]; len(n) != 1 {
		t.Errorf("%d comments", len(n))
	}
	const at = "/2.0/repositories/clinic/infrastructure/commit/abc/reports/hipaacheck"
	var report struct{ Result string }
	if n := bodies["PUT "+at]; len(n) != 1 || json.Unmarshal([]byte(n[0]), &report) != nil || report.Result != "FAILED" {
		t.Errorf("the report: %v", n)
	}
	sent := 0
	for _, body := range bodies["POST "+at+"/annotations"] {
		var list []struct {
			ID string `json:"external_id"`
		}
		if err := json.Unmarshal([]byte(body), &list); err != nil || len(list) > 100 {
			t.Errorf("%d annotations at once, %v", len(list), err)
		}
		sent += len(list)
	}
	var all struct{ Annotations []any }
	if err := json.Unmarshal([]byte(p.leaves(t, "insights.json")), &all); err != nil || sent != len(all.Annotations) || sent == 0 {
		t.Errorf("%d of %d annotations are sent, %v", sent, len(all.Annotations), err)
	}
}

// TestAtlantis runs the check, which must succeed and say in its text that it failed.
func TestAtlantis(t *testing.T) {
	var file struct {
		Workflows map[string]struct {
			Check struct {
				Steps []any `yaml:"steps"`
			} `yaml:"policy_check"`
		} `yaml:"workflows"`
	}
	ciFile(t, "atlantis.yaml", &file)
	steps := file.Workflows["hipaacheck"].Check.Steps
	p := newPipeline(t)
	p.run(t, 0, "terraform plan -input=false -out=tfplan && terraform show -json tfplan > show.json")
	p.env = append(p.env, "SHOWFILE=show.json")
	run, _ := steps[len(steps)-1].(map[string]any)
	if len(steps) != 2 || steps[0] != "show" || run["run"] == nil {
		t.Fatalf("%v", steps)
	}
	text, _ := run["run"].(string)
	p.out = ""
	p.run(t, 0, text)
	if !strings.HasPrefix(p.out, "FAIL - ") {
		t.Errorf("%.200s", p.out)
	}
}

// TestMakefileFragment includes the fragment in a Makefile of somebody else.
func TestMakefileFragment(t *testing.T) {
	p := newPipeline(t)
	for name, text := range map[string]string{"hipaacheck.mk": ciText(t, "hipaacheck.mk"), "Makefile": "all:\n\techo all\n\ninclude hipaacheck.mk\n"} {
		if err := os.WriteFile(filepath.Join(p.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p.run(t, 2, "make hipaacheck") // Make's own, and that of findings
	if !strings.Contains(p.out, "FAIL: ") {
		t.Error(p.out)
	}
	p.leaves(t, "hipaacheck.html")
}

// TestTerragrunt runs the script with a Terragrunt that has two units.
func TestTerragrunt(t *testing.T) {
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	p := newPipeline(t)
	bin := t.TempDir()
	p.env[0] = strings.Replace(p.env[0], "PATH=", "PATH="+bin+":", 1)
	text := `#!/bin/sh
[ "$1 $2 $3 $4 $6 $7" = "run --all --non-interactive --json-out-dir -- plan" ] || { echo "terragrunt $*"; exit 9; }
mkdir -p "$5/iam" "$5/live/network"
cp '` + filepath.Join(root, example) + `' "$5/iam/tfplan.json"
cp '` + filepath.Join(root, "testdata/plans/shape-no-iam/plan.json") + `' "$5/live/network/tfplan.json"
`
	if err := os.WriteFile(filepath.Join(bin, "terragrunt"), []byte(text), 0o700); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	p.run(t, 2, ciText(t, "terragrunt.sh"))
	var report struct {
		Plans []struct{ Stack string }
	}
	if err := json.Unmarshal([]byte(p.leaves(t, "hipaacheck.json")), &report); err != nil {
		t.Fatal(err)
	}
	var stacks []string
	for _, p := range report.Plans {
		stacks = append(stacks, p.Stack)
	}
	slices.Sort(stacks)
	if !slices.Equal(stacks, []string{"iam", "live/network"}) {
		t.Error(stacks)
	}
}

// TestExamplesOfCIAreListed: a file that nobody is told of is of no use.
func TestExamplesOfCIAreListed(t *testing.T) {
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Join(root, "examples", "ci"))
	if err != nil {
		t.Fatal(err)
	}
	list := ciText(t, "README.md")
	for _, e := range entries {
		if e.Name() != "README.md" && !strings.Contains(list, "| `"+e.Name()+"` |") {
			t.Errorf("examples/ci/README.md does not list %s", e.Name())
		}
	}
}
