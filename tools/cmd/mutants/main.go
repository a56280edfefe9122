// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Command mutants breaks a package in every way that it knows, one at a time,
// and tells which of them no test notices.
//
//	go -C tools run ./cmd/mutants internal/policy internal/policy/glob internal/decide
//
// All mutants of a package are compiled into one test binary and chosen by an
// environment variable, so that each costs a run of the tests and no build.
// Survivors that mean the same as the original are listed, with the reason, in
// equivalent.txt; any other survivor makes the command fail.
package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed equivalent.txt
var equivalent string

func main() {
	deep := flag.Bool("deep", false, "also run the tests of the packages that stand on one")
	workers := flag.Int("workers", 2, "how many mutants to try at once")
	only := flag.String("file", "", "only mutants of files with this in their name")
	flag.Parse()
	if err := run(*workers, *deep, *only, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// phases are the runs of a package's tests that a mutant has to survive, the
// quickest first. Tests of packages that stand on it come last.
type phase struct {
	binary string
	dir    string
	args   []string
	limit  time.Duration
}

// dependants are the packages whose tests also hold a package's behaviour.
var dependants = map[string][]string{"internal/policy/glob": {"internal/policy", "internal/decide"}, "internal/policy": {"internal/decide"}}

func run(workers int, deep bool, only string, packages []string) error {
	if len(packages) == 0 {
		return errors.New("usage: mutants [-workers N] [-file NAME] PACKAGE…, such as internal/policy")
	}
	known := map[string]bool{}
	for _, line := range strings.Split(equivalent, "\n") {
		if key, _, ok := strings.Cut(line, "\t"); ok {
			known[key] = true
		}
	}
	root, err := filepath.Abs("..")
	if err != nil {
		return err
	}
	left := 0
	for _, p := range packages {
		n, err := try(root, p, workers, deep, only, known)
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		left += n
	}
	if left > 0 {
		return fmt.Errorf("%d mutants that no test notices", left)
	}
	return nil
}

// try breaks one package and returns how many mutants survived.
func try(root, name string, workers int, deep bool, only string, known map[string]bool) (int, error) {
	temp, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(temp) }()
	mutants, overlay, err := instrument(filepath.Join(root, name), temp, only)
	if err != nil {
		return 0, err
	}
	file := filepath.Join(temp, "overlay.json")
	text, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		return 0, err
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return 0, err
	}
	var phases []phase
	tested := []string{name}
	if deep {
		tested = append(tested, dependants[name]...)
	}
	for i, p := range tested {
		binary := filepath.Join(temp, strconv.Itoa(i)+".test")
		build := exec.Command("go", "test", "-c", "-overlay", file, "-o", binary, "./"+p) //nolint:gosec // the packages that were asked for
		build.Dir = root
		if out, err := build.CombinedOutput(); err != nil {
			return 0, fmt.Errorf("building the mutants: %w\n%s", err, out)
		}
		in := filepath.Join(root, p)
		phases = append(phases, phase{binary, in, []string{"-test.failfast", "-test.skip", "Property|Hostile"}, time.Minute})
		if p != "internal/policy/glob" { // which has no documents to draw
			phases = append(phases, phase{binary, in, []string{"-test.failfast", "-test.run", "Property", "-rounds", "0.05"}, time.Minute})
		}
	}
	for _, p := range phases {
		if killed, out := p.kills(0); killed {
			return 0, fmt.Errorf("the tests fail without a mutant:\n%s", out)
		}
	}
	survived := make([]bool, len(mutants))
	var wait sync.WaitGroup
	next := make(chan int)
	for range workers {
		wait.Go(func() {
			for i := range next {
				if survived[i] = survives(phases, mutants[i].id); survived[i] {
					fmt.Printf("%s\n\t%s\n", mutants[i].key, mutants[i].place)
				}
			}
		})
	}
	listed := 0
	for i, m := range mutants {
		if known[m.key] {
			listed++
			continue
		}
		next <- i
	}
	close(next)
	wait.Wait()
	left := 0
	for _, s := range survived {
		if s {
			left++
		}
	}
	fmt.Printf("%s: %d mutants, %d killed, %d the same as the original, %d survived\n", name, len(mutants), len(mutants)-left-listed, listed, left)
	return left, nil
}

func survives(phases []phase, id int) bool {
	for _, p := range phases {
		if killed, _ := p.kills(id); killed {
			return false
		}
	}
	return true
}

// kills runs the tests with a mutant; 0 is none. A run that takes too long, or
// too much memory, has noticed it.
func (p *phase) kills(id int) (bool, string) {
	ctx, cancel := context.WithTimeout(context.Background(), p.limit)
	defer cancel()
	run := exec.CommandContext(ctx, "/bin/sh", append([]string{"-c", `ulimit -v 8000000; exec "$@"`, "sh", p.binary}, p.args...)...) //nolint:gosec // built just now
	run.Dir = p.dir
	run.Env = append(os.Environ(), "HIPAA_MUTANT="+strconv.Itoa(id))
	var out bytes.Buffer
	run.Stdout, run.Stderr = &out, &out
	return run.Run() != nil, out.String()
}
