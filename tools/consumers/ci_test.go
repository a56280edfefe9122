// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package consumers

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
)

var checks = regexp.MustCompile(`hipaacheck (plan|comment) .*`)

// TestExamplesOfCI runs every check that examples/ci tells to run, on a plan that
// blocks, and looks for what it says to leave behind.
func TestExamplesOfCI(t *testing.T) {
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	plan, err := os.ReadFile(filepath.Join(root, example))
	if err != nil {
		t.Fatal(err)
	}
	for name, blocks := range map[string]int{"gitlab.yml": 2, "azure.yml": 2, "bitbucket.yml": 2, "atlantis.yaml": 0, "hipaacheck.mk": 2} {
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(root, "examples", "ci", name))
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "tfplan"), plan, 0o600); err != nil {
				t.Fatal(err)
			}
			ran := 0
			for _, command := range checks.FindAllString(string(text), -1) {
				want := blocks
				if strings.HasPrefix(command, "hipaacheck comment") {
					command, want = command+" --dry-run", 0 // posting is tried against a server of its own
				}
				cmd := exec.Command("sh", "-c", command)
				cmd.Dir = dir
				cmd.Env = []string{"PATH=" + filepath.Dir(program) + ":" + os.Getenv("PATH"), "SHOWFILE=tfplan", "HOME=" + dir}
				out, err := cmd.CombinedOutput()
				code := 0
				var exit *exec.ExitError
				if errors.As(err, &exit) {
					code = exit.ExitCode()
				} else if err != nil {
					t.Fatal(err)
				}
				if code != want || len(out) == 0 {
					t.Errorf("%s: exit code %d, want %d: %s", command, code, want, out)
				}
				for _, m := range regexp.MustCompile(`--format \w+=(\S+)`).FindAllStringSubmatch(command, -1) {
					if info, err := os.Stat(filepath.Join(dir, m[1])); err != nil || info.Size() == 0 {
						t.Errorf("%s leaves no %s", command, m[1])
					}
				}
				ran++
			}
			if ran == 0 {
				t.Error("it runs no check")
			}
		})
	}
}
