// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// heading begins a step: a title, and one line on what happens.
func (d *demo) heading(title, what string) {
	d.step++
	title = fmt.Sprintf("%d. %s", d.step, title)
	if d.coloured {
		title = "\x1b[1;36m" + title + "\x1b[0m"
	}
	_, _ = fmt.Fprintf(d.out, "\n%s\n   %s\n", title, what)
}

// command is one command of the demo: what the reader sees, and what runs.
type command struct {
	shown   string
	cmd     *exec.Cmd
	want    int    // the exit code that it has to have
	meaning string // what that exit code means
	quiet   bool   // its output is told only when it fails
}

// do runs c and checks its exit code.
func (d *demo) do(ctx context.Context, c command) error {
	prompt := "$ " + c.shown
	if d.coloured {
		prompt = "\x1b[1m" + prompt + "\x1b[0m"
	}
	_, _ = fmt.Fprintf(d.out, "\n%s\n", prompt)
	var hidden strings.Builder
	if c.quiet {
		c.cmd.Stdout, c.cmd.Stderr = &hidden, &hidden
	} else if c.cmd.Stdout == nil {
		c.cmd.Stdout, c.cmd.Stderr = d.out, d.out
	}
	err := c.cmd.Run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	code := 0
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		code = exit.ExitCode()
	case err != nil:
		return fmt.Errorf("%s: %w", c.shown, err)
	}
	if code != c.want {
		return fmt.Errorf("%s: exit code %d, want %d\n%s", c.shown, code, c.want, hidden.String())
	}
	if c.meaning != "" {
		_, _ = fmt.Fprintf(d.out, "→ exit code %d: %s\n", code, c.meaning)
	}
	return nil
}

// program prepares a command that is none of Terraform's, in dir. Terraform is
// on its PATH, since hipaacheck asks it to show saved plans.
func (d *demo) program(ctx context.Context, dir, name string, args ...string) *exec.Cmd {
	cmd := d.terraform.Command(ctx, dir)
	cmd.Path, cmd.Args = name, append([]string{name}, args...)
	cmd.Err = nil
	cmd.Env = append(cmd.Env, "PATH="+filepath.Dir(d.terraform.Path)+string(os.PathListSeparator)+os.Getenv("PATH"))
	return cmd
}

// gobuild builds packages into the repository's build folder.
func (d *demo) gobuild(ctx context.Context, output, pkg string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-o", output, pkg)
	cmd.Dir = d.root
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	cmd.WaitDelay = 5 * time.Second
	shown := "go build -o " + output + " " + pkg
	if dir, file := path.Split(output); len(dir) > 60 {
		shown = "go build -o build/mirror/.../" + file + " " + pkg
	}
	return d.do(ctx, command{shown: shown, cmd: cmd, quiet: true})
}

// copyFiles copies the files of one folder, and of the folders in it, into another.
func copyFiles(to, from string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	return os.CopyFS(to, os.DirFS(from))
}

// indent writes text to out, two spaces in.
func indent(out io.Writer, text string) {
	for line := range strings.Lines(strings.TrimRight(text, "\n")) {
		_, _ = io.WriteString(out, "  "+line)
	}
	_, _ = io.WriteString(out, "\n")
}
