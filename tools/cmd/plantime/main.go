// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Command plantime measures what this provider adds to a plan of many roles:
//
//	go -C tools run ./cmd/plantime -roles 500 -rounds 5
//
// Terraform's own time is that of the same plan with a provider that answers at
// once. To have one, a plan is made through a process that writes down every
// answer; then plans with the provider and plans with a process that only reads
// those answers out take turns. Both are started by Terraform and speak the
// same bytes, so that the difference is the provider's alone: starting it,
// its schema, validation, planning.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/need"
	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/ownprovider"
	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
)

func main() {
	// Terraform starts this program in place of the provider.
	if ran, err := serve(); ran {
		exit(err)
		return
	}
	var m measure
	flag.IntVar(&m.roles, "roles", 500, "how many roles the plan has")
	flag.IntVar(&m.rounds, "rounds", 5, "how often each plan is made")
	flag.StringVar(&m.config, "config", "", "a folder with a configuration to plan instead; it may use no other provider")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	exit(m.run(ctx))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "plantime:", err)
		os.Exit(1)
	}
}

// measure is what the flags say, and what is made for it.
type measure struct {
	roles, rounds int
	config        string

	terraform, dir, provider string
}

// run measures and prints the figures.
func (m *measure) run(ctx context.Context) error {
	if m.roles < 1 || m.rounds < 1 {
		return errors.New("-roles and -rounds are at least 1")
	}
	dir, err := os.MkdirTemp("", "plantime-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	m.dir = dir
	if err := m.prepare(ctx); err != nil {
		return err
	}
	answers := filepath.Join(dir, "answers")
	if err := os.Mkdir(answers, 0o755); err != nil {
		return err
	}
	if _, err := m.plan(ctx, "wrapped", recordTo+"="+answers, providerAt+"="+m.provider); err != nil {
		return err
	}
	replay := func() (cost, error) { return m.plan(ctx, "wrapped", replayFrom+"="+answers) }
	real := func() (cost, error) { return m.plan(ctx, "real") }
	var with, without []cost
	for i := range m.rounds {
		for _, side := range []struct {
			plan func() (cost, error)
			into *[]cost
		}{{real, &with}, {replay, &without}} {
			c, err := side.plan()
			if err != nil {
				return err
			}
			*side.into = append(*side.into, c)
		}
		fmt.Fprintf(os.Stderr, "round %d of %d: %s with the provider, %s with its answers read out\n", i+1, m.rounds, with[i], without[i])
	}
	report(with, without)
	return nil
}

// prepare finds Terraform, builds the provider and writes what is to be planned.
func (m *measure) prepare(ctx context.Context) error {
	root, err := repo.Root()
	if err != nil {
		return err
	}
	if m.terraform, err = (need.Tools{Dir: filepath.Join(root, ".tools"), Log: os.Stderr}).Terraform(ctx); err != nil {
		return err
	}
	if _, err := ownprovider.Build(ctx, root); err != nil {
		return err
	}
	m.provider = filepath.Join(root, filepath.FromSlash(ownprovider.Path()))
	self, err := os.Executable()
	if err != nil {
		return err
	}
	for name, program := range map[string]string{"real": m.provider, "wrapped": self} {
		at := filepath.Join(m.dir, name)
		if err := os.Mkdir(at, 0o755); err != nil {
			return err
		}
		if err := os.Symlink(program, filepath.Join(at, "terraform-provider-hipaa")); err != nil {
			return err
		}
		text := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"hipaa-iam/hipaa\" = %q\n  }\n}\n", at)
		if err := os.WriteFile(m.rc(name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	if m.config != "" {
		m.config, err = filepath.Abs(m.config)
		return err
	}
	m.config = filepath.Join(m.dir, "config")
	if err := os.Mkdir(m.config, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(m.config, "main.tf"), clinicians(m.roles), 0o600)
}

func (m *measure) rc(name string) string { return filepath.Join(m.dir, name+".tfrc") }

// cost is what one plan took: on the clock, and of processors by Terraform with
// the providers that it started.
type cost struct{ wall, cpu time.Duration }

func (c cost) String() string {
	return fmt.Sprintf("%.2f s (%.2f s of processors)", c.wall.Seconds(), c.cpu.Seconds())
}

// plan makes one plan and saves it, as CI does; what Terraform prints is thrown away.
func (m *measure) plan(ctx context.Context, provider string, env ...string) (cost, error) {
	out := filepath.Join(m.dir, "tfplan")
	cmd := exec.CommandContext(ctx, m.terraform, "-chdir="+m.config, "plan", "-no-color", "-input=false", "-lock=false", "-state="+filepath.Join(m.dir, "none.tfstate"), "-out="+out)
	cmd.Env = append(os.Environ(), append(env, "TF_CLI_CONFIG_FILE="+m.rc(provider), "CHECKPOINT_DISABLE=1", "TF_DATA_DIR="+filepath.Join(m.dir, "data"))...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	failed, err := os.Create(filepath.Join(m.dir, "stderr"))
	if err != nil {
		return cost{}, err
	}
	defer failed.Close() //nolint:errcheck // it is only read below
	cmd.Stderr = failed
	start := time.Now()
	err = cmd.Run()
	wall := time.Since(start)
	if err != nil {
		text, _ := os.ReadFile(failed.Name())
		return cost{}, fmt.Errorf("terraform plan: %w\n%s", err, text)
	}
	return cost{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}, nil
}

// report prints the least and the median of both sides, and the differences.
// The least is what other work on the machine has disturbed least.
func report(with, without []cost) {
	fmt.Printf("%d processors, %d plans of each kind\n\n", runtime.GOMAXPROCS(0), len(with))
	fmt.Printf("%-34s %10s %10s %14s\n", "", "least", "median", "of processors")
	row := func(name string, wall, mid, cpu time.Duration) {
		fmt.Printf("%-34s %8.2f s %8.2f s %12.2f s\n", name, wall.Seconds(), mid.Seconds(), cpu.Seconds())
	}
	walls := func(list []cost) (least, median, cpu time.Duration) {
		var w, c []time.Duration
		for _, e := range list {
			w, c = append(w, e.wall), append(c, e.cpu)
		}
		slices.Sort(w)
		slices.Sort(c)
		return w[0], w[len(w)/2], c[0]
	}
	a, am, ac := walls(with)
	b, bm, bc := walls(without)
	row("with the provider", a, am, ac)
	row("with its answers read out", b, bm, bc)
	row("what the provider adds", a-b, am-bm, ac-bc)
}
