// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package tfcli runs the Terraform CLI in a folder, with an environment in
// which nothing of the person who runs it takes part: no AWS credentials, no
// variables, no logging settings.
package tfcli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// CLI runs one Terraform CLI.
type CLI struct {
	// Path is the program.
	Path string
	// Plugins is the folder in which downloaded providers are kept between
	// runs. It counts only where no CLI configuration file says otherwise.
	Plugins string
	// Endpoint is the AWS API to use, for every service.
	Endpoint string
	// Env holds further variables, "NAME=value"; they win over all others.
	Env []string
}

// ExitError is the error of a Terraform run that ended with an exit code of its own.
type ExitError struct {
	Args   []string
	Code   int
	Output string
}

// Error says which command failed, and the last lines that it printed.
func (e *ExitError) Error() string {
	lines := strings.Split(strings.TrimSpace(e.Output), "\n")
	lines = lines[max(0, len(lines)-40):]
	return fmt.Sprintf("terraform %s: exit code %d\n%s", strings.Join(e.Args, " "), e.Code, strings.Join(lines, "\n"))
}

// Run runs Terraform with args in dir and returns what it printed on stdout.
// An exit code other than 0 is an *ExitError, with stdout returned as well.
func (c CLI) Run(ctx context.Context, dir string, args ...string) ([]byte, error) {
	cmd := c.Command(ctx, dir, args...)
	var out, diagnostics bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &diagnostics
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && ctx.Err() == nil {
		return out.Bytes(), &ExitError{Args: args, Code: exit.ExitCode(), Output: out.String() + diagnostics.String()}
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return out.Bytes(), err
}

// Command returns the command that Run would run, for callers that want its
// output as it comes.
func (c CLI) Command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, c.Path, args...)
	cmd.Dir = dir
	cmd.Env = c.environ()
	// Asked to stop, Terraform ends its providers and releases its locks; a
	// killed one leaves them running.
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
	cmd.WaitDelay = 20 * time.Second
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd
}

func (c CLI) environ() []string {
	var env []string
	config := false
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		switch {
		case name == "TF_CLI_CONFIG_FILE":
			if _, err := os.Stat(value); err != nil {
				continue // Terraform would warn on every command.
			}
			config = true
		case name == "TF_PLUGIN_CACHE_DIR":
			config = true
		case strings.HasPrefix(name, "AWS_"), strings.HasPrefix(name, "TF_"):
			continue
		}
		env = append(env, entry)
	}
	if !config && c.Plugins != "" && os.MkdirAll(c.Plugins, 0o750) == nil {
		env = append(env, "TF_PLUGIN_CACHE_DIR="+c.Plugins)
	}
	nowhere := filepath.Join(os.DevNull, "none")
	env = append(env,
		"CHECKPOINT_DISABLE=1",
		"TF_IN_AUTOMATION=1",
		"TF_INPUT=0",
		"AWS_ACCESS_KEY_ID=testing",
		"AWS_SECRET_ACCESS_KEY=testing",
		"AWS_CONFIG_FILE="+nowhere,
		"AWS_SHARED_CREDENTIALS_FILE="+nowhere,
		"AWS_EC2_METADATA_DISABLED=true",
	)
	if c.Endpoint != "" {
		env = append(env, "AWS_ENDPOINT_URL="+c.Endpoint)
	}
	return append(env, c.Env...)
}
