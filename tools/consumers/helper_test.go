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
