// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Command testall runs every test of the repository, those against the real
// Terraform CLI and moto included, and leaves nothing unsaid: at the end it
// lists each skipped test with its reason. With CI=true a skip that
// .ci/allowed-skips does not name fails the run.
//
//	go -C tools run ./cmd/testall [go test arguments]
//
// Without arguments it tests every package of the repository's three modules.
// With arguments it runs go test with them in the root module.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/need"
	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
)

// modules are the folders of the repository's Go modules.
var modules = []string{".", "tools", "tools/reference"}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code, err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "testall:", err)
		code = 1
	}
	os.Exit(code)
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) (code int, err error) {
	root, err := repo.Root()
	if err != nil {
		return 1, err
	}
	env, err := environment(ctx, root, stderr)
	if err != nil {
		return 1, err
	}
	allowed, err := readAllowed(filepath.Join(root, ".ci", "allowed-skips"))
	if err != nil {
		return 1, err
	}
	t := newTally(stdout)
	folders := modules
	if len(args) > 0 {
		folders = modules[:1]
	} else {
		args = []string{"./..."}
	}
	start := time.Now()
	failed := false
	for _, folder := range folders {
		ok, err := gotest(ctx, filepath.Join(root, folder), env, args, t, stderr)
		if err != nil {
			return 1, err
		}
		failed = failed || !ok
	}
	if ctx.Err() != nil {
		return 1, ctx.Err()
	}
	unlisted := t.report(stdout, allowed, time.Since(start))
	if len(t.failures) > 0 || failed {
		return 1, nil
	}
	if len(unlisted) > 0 && os.Getenv("CI") == "true" {
		return 1, fmt.Errorf("%d of the skipped tests are not in .ci/allowed-skips", len(unlisted))
	}
	return 0, nil
}

// environment returns the variables that the acceptance tests need.
func environment(ctx context.Context, root string, log io.Writer) ([]string, error) {
	tools := need.Tools{Dir: filepath.Join(root, ".tools"), Log: log}
	terraform, err := tools.Terraform(ctx)
	if err != nil {
		return nil, err
	}
	moto, err := tools.Moto(ctx)
	if err != nil {
		return nil, err
	}
	var env []string
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		// A CLI configuration that is not there is a warning in every answer of Terraform.
		if _, err := os.Stat(value); name == "TF_CLI_CONFIG_FILE" && err != nil {
			continue
		}
		env = append(env, entry)
	}
	return append(env,
		"TF_ACC=1",
		"CHECKPOINT_DISABLE=1",
		"TF_ACC_TERRAFORM_PATH="+terraform,
		"HIPAA_MOTO_SERVER="+moto,
	), nil
}

// gotest runs go test in dir and gives its events to t. It tells whether go
// test itself was content.
func gotest(ctx context.Context, dir string, env, args []string, t *tally, stderr io.Writer) (ok bool, err error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json", "-shuffle=on", "-timeout=14m"}, args...)...)
	cmd.Dir, cmd.Env, cmd.Stderr = dir, env, stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	cmd.WaitDelay = 20 * time.Second
	out, err := cmd.StdoutPipe()
	if err != nil {
		return false, err
	}
	if err := cmd.Start(); err != nil {
		return false, err
	}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			t.add(line)
		}
		if err != nil {
			break
		}
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return false, nil
	}
	return err == nil, err
}

// readAllowed reads the skips that CI accepts: a line holds a package and a test's name, and after # a remark.
func readAllowed(path string) (map[string]bool, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	allowed := map[string]bool{}
	for number, line := range strings.Split(string(text), "\n") {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		switch len(fields) {
		case 0:
		case 2:
			allowed[fields[0]+" "+fields[1]] = true
		default:
			return nil, fmt.Errorf("%s:%d: want a package and a test's name, with the reason after #", path, number+1)
		}
	}
	return allowed, nil
}
