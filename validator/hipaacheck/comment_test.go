// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// forge is a server that keeps one comment, in the way of all three platforms.
type forge struct {
	body, paths string
	posted      int
}

func (f *forge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.paths += r.Method + " " + r.URL.Path + "\n"
	bitbucket := strings.Contains(r.URL.Path, "/pullrequests/")
	one := map[string]any{"id": 3, "body": f.body, "content": map[string]any{"raw": f.body}, "user": map[string]any{"login": "me", "uuid": "me"}, "author": map[string]any{"id": 9}, "html_url": "https://x/3"}
	switch {
	case strings.HasSuffix(r.URL.Path, "/user"):
		_, _ = io.WriteString(w, `{"login":"me","uuid":"me","id":9}`)
	case r.Method == http.MethodGet:
		list := []any{}
		if f.body != "" {
			list = append(list, one)
		}
		if bitbucket {
			_ = json.NewEncoder(w).Encode(map[string]any{"values": list})
			return
		}
		_ = json.NewEncoder(w).Encode(list)
	default:
		if r.Method == http.MethodPost {
			f.posted++
		}
		var sent struct {
			Body    string
			Content struct{ Raw string }
		}
		_ = json.NewDecoder(r.Body).Decode(&sent)
		f.body = sent.Body + sent.Content.Raw
		_ = json.NewEncoder(w).Encode(one)
	}
}

// TestComment posts and then updates a report by what each CI system says of itself.
func TestComment(t *testing.T) {
	dir := t.TempDir()
	file, event := filepath.Join(dir, "report.json"), filepath.Join(dir, "event.json")
	if code, _, d := run(t, nil, "plan", blocking, "--format", "json="+file); code != exitBlocked {
		t.Fatal(code, d)
	}
	if err := os.WriteFile(event, []byte(`{"pull_request":{"number":12,"head":{"sha":"abc"}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		env  map[string]string
		path string
	}{
		"github":             {map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "o/r", "GITHUB_EVENT_PATH": event, "GITHUB_TOKEN": "t0ken"}, "POST /repos/o/r/issues/12/comments"},
		"github, by its ref": {map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "o/r", "GITHUB_REF": "refs/pull/13/merge", "GH_TOKEN": "t0ken"}, "POST /repos/o/r/issues/13/comments"},
		"gitlab":             {map[string]string{"GITLAB_CI": "true", "CI_PROJECT_ID": "44", "CI_MERGE_REQUEST_IID": "5", "GITLAB_TOKEN": "t0ken"}, "POST /projects/44/merge_requests/5/notes"},
		"bitbucket":          {map[string]string{"BITBUCKET_BUILD_NUMBER": "1", "BITBUCKET_REPO_FULL_NAME": "o/r", "BITBUCKET_PR_ID": "6", "BITBUCKET_TOKEN": "t0ken"}, "POST /repositories/o/r/pullrequests/6/comments"},
	} {
		t.Run(name, func(t *testing.T) {
			f := &forge{}
			server := httptest.NewServer(f)
			defer server.Close()
			for i, want := range []string{"Posted a comment", "Updated the comment"} {
				code, out, diagnostics := run(t, c.env, "comment", "--api", server.URL, file)
				if code != exitPass || !strings.HasPrefix(out, want) || strings.Contains(out+diagnostics, "t0ken") {
					t.Errorf("%d: %d, %q, %q", i, code, out, diagnostics)
				}
			}
			if f.posted != 1 || !strings.Contains(f.paths, c.path) || !strings.Contains(f.body, "hipaacheck: FAIL") {
				t.Errorf("%d posted, %s%s", f.posted, f.paths, f.body)
			}
			if name == "bitbucket" && strings.Contains(f.body, "<details>") {
				t.Error("Bitbucket would show the HTML")
			}
		})
	}
}

func TestCommentUsage(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "report.json")
	run(t, nil, "plan", blocking, "--format", "json="+file)
	other := filepath.Join(dir, "other.json")
	if err := os.WriteFile(other, []byte(`{"schema":"x"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	github := map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "o/r", "GITHUB_REF": "refs/pull/1/merge"}
	with := func(more ...string) map[string]string {
		out := map[string]string{}
		for k, v := range github {
			out[k] = v
		}
		for i := 0; i < len(more); i += 2 {
			out[more[i]] = more[i+1]
		}
		return out
	}
	for name, c := range map[string]struct {
		env  map[string]string
		args []string
		want string
	}{
		"no report":     {nil, nil, "Comment needs one report"},
		"missing":       {nil, []string{filepath.Join(dir, "no")}, "The report cannot be read"},
		"another JSON":  {nil, []string{other}, "no report of schema"},
		"a plan":        {nil, []string{blocking}, "no report of schema"},
		"no CI":         {nil, []string{file}, "not the CI of GitHub"},
		"no token":      {github, []string{file}, "GITHUB_TOKEN"},
		"no number":     {with("GITHUB_REF", "refs/heads/main", "GITHUB_TOKEN", "t0ken"), []string{file}, "may be of no pull request"},
		"no repository": {with("GITHUB_REPOSITORY", "../..", "GITHUB_TOKEN", "t0ken"), []string{file}, "OWNER/NAME"},
		"plain http":    {with("GITHUB_TOKEN", "t0ken"), []string{"--api", "http://api.example.com", file}, "has to be https"},
		"platform":      {with("GITHUB_TOKEN", "t0ken"), []string{"--platform", "gitea", file}, "--platform is github, gitlab, bitbucket"},
	} {
		code, out, diagnostics := run(t, c.env, append([]string{"comment"}, c.args...)...)
		if code != exitError || out != "" || !strings.Contains(strings.Join(strings.Fields(strings.ReplaceAll(diagnostics, "│", "")), " "), c.want) || strings.Contains(diagnostics, "t0ken") {
			t.Errorf("%s: %d, %q, %q", name, code, out, diagnostics)
		}
	}
	if code, out, _ := run(t, nil, "comment", "--dry-run", file); code != exitPass || !strings.HasPrefix(out, "<!-- hipaacheck report") {
		t.Errorf("%d, %q", code, out)
	}
}
