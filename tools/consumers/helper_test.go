// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package consumers

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
)

// folder is where the built program is while the tests run.
var folder string

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "consumers"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

// build builds hipaacheck once.
var build = sync.OnceValues(func() (string, error) {
	root, err := repo.Root()
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "hipaacheck")
	cmd := exec.Command("go", "build", "-o", path, "./validator/hipaacheck")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// hipaacheck runs the built program in the root of the repository and returns
// its output; it must exit with the code.
func hipaacheck(t *testing.T, code int, args ...string) string {
	t.Helper()
	path, err := build()
	if err != nil {
		t.Fatal(err)
	}
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GITHUB_ACTIONS=", "GITLAB_CI=", "BITBUCKET_BUILD_NUMBER=", "GITHUB_STEP_SUMMARY=")
	out, err := cmd.Output()
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	if got != code {
		t.Fatalf("exit code %d, want %d: %s", got, code, exit.Stderr)
	}
	return string(out)
}

const (
	source  = "examples/pull-request/after"
	example = "examples/pull-request/recorded/plan.json"
)

// script runs a script as the runner of GitHub Actions does, and returns its exit
// code and what it printed. The environment holds of this one only what a tool
// needs to be found.
func script(t *testing.T, dir string, env []string, text string) (code int, out string) {
	t.Helper()
	cmd := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text)
	cmd.Dir = dir
	for _, name := range []string{"PATH", "HOME", "GOFLAGS", "GOCACHE", "GOPATH", "GOMODCACHE", "GOPROXY", "GOMAXPROCS", "GOTOOLCHAIN", "TERRAFORM_CLI_PATH"} {
		if value, ok := os.LookupEnv(name); ok {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	cmd.Env = append(cmd.Env, env...)
	printed, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if exit != nil {
		code = exit.ExitCode()
	}
	return code, string(printed)
}

// fakeTerraform returns a directory with a terraform whose plan is that of the
// example, and which refuses whatever a pipeline should not ask of it.
func fakeTerraform(t *testing.T) string {
	t.Helper()
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	text := `#!/bin/sh
plan='` + filepath.Join(root, example) + `'
case "$*" in
"init -input=false") ;;
"plan -input=false -out=tfplan") cp "$plan" tfplan ;;
"show -json tfplan") cat tfplan ;;
*) echo "terraform $*: no pipeline asks that" >&2; exit 9 ;;
esac
`
	if err := os.WriteFile(filepath.Join(dir, "terraform"), []byte(text), 0o700); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	return dir
}
