// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Command mutants breaks a package in every way that it knows, one at a time,
// and tells which of them no test notices.
//
//	go -C tools run ./cmd/mutants internal/policy internal/policy/glob internal/decide
//
// All mutants of a package are compiled into one test binary and chosen by an
// environment variable, so that each costs a run of the tests and no build: of
// those tests that come by the mutant's place, the one that noticed it last time
// first (build/mutants.json), and until the first that fails.
// Survivors that mean the same as the original are listed, with the reason, in
// equivalent.txt; any other survivor makes the command fail, and so does a line
// of the list that is of no mutant. With -listed those of the list are tried
// instead: one that a test notices does not belong there.
package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed equivalent.txt
var equivalent string

func main() {
	deep := flag.Bool("deep", false, "also run the tests of the packages that stand on one")
	workers := flag.Int("workers", 2, "how many mutants to try at once")
	var which choice
	only := flag.String("only", "", "only mutants whose name this regular expression finds, such as \"(key|set).go\"")
	flag.BoolVar(&which.listed, "listed", false, "the mutants that are listed as the same, instead of the others")
	flag.Parse()
	which.only = regexp.MustCompile(*only)
	if err := run(*workers, *deep, which, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// dependants are the packages whose tests also hold a package's behaviour.
var dependants = map[string][]string{"internal/policy/glob": {"internal/policy", "internal/decide"}, "internal/policy": {"internal/decide"}}

// choice says which mutants to try.
type choice struct {
	only   *regexp.Regexp
	listed bool
}

func (c choice) has(key string, known map[string]bool) bool {
	return c.only.MatchString(key) && known[key] == c.listed
}

func run(workers int, deep bool, which choice, packages []string) error {
	if len(packages) == 0 {
		return errors.New("usage: mutants [-workers N] [-only NAME] [-listed] PACKAGE…, such as internal/policy")
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
	killers := readKillers(root)
	left := 0
	for _, p := range packages {
		n, err := try(root, p, workers, deep, which, known, killers)
		if err := writeKillers(root, killers); err != nil {
			return err
		}
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		left += n
	}
	if left > 0 {
		return fmt.Errorf("%d to look at", left)
	}
	return nil
}

// killersFile keeps which test noticed a mutant.
const killersFile = "build/mutants.json"

func readKillers(root string) map[string]string {
	out := map[string]string{}
	if text, err := os.ReadFile(filepath.Join(root, killersFile)); err == nil {
		_ = json.Unmarshal(text, &out) // it saves time only
	}
	return out
}

func writeKillers(root string, killers map[string]string) error {
	text, err := json.MarshalIndent(killers, "", " ")
	if err != nil {
		return err
	}
	file := filepath.Join(root, killersFile)
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o600)
}

// try breaks one package and returns how much there is to look at: mutants that
// survived, or of the list, those that did not and those that there are not.
func try(root, name string, workers int, deep bool, which choice, known map[string]bool, killers map[string]string) (int, error) {
	temp, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(temp) }()
	mutants, overlay, err := instrument(filepath.Join(root, name), temp)
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
	var tests []*test
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
		var args []string
		if p == "internal/policy" || p == "internal/decide" { // which draw documents
			args = []string{"-rounds", "0.1"}
		}
		more, err := testsOf(binary, filepath.Join(root, p), len(mutants), args)
		if err != nil {
			return 0, err
		}
		tests = append(tests, more...)
	}
	survived := make([]bool, len(mutants))
	tried, stale := 0, staleOf(name, mutants, known)
	var wait sync.WaitGroup
	var writing sync.Mutex
	next := make(chan int)
	for range workers {
		wait.Go(func() {
			for i := range next {
				m := mutants[i]
				writing.Lock()
				last := killers[m.key]
				writing.Unlock()
				killed, by, reached := tryOne(tests, m.id, last)
				writing.Lock()
				if killed {
					killers[m.key] = by
					if which.listed {
						fmt.Printf("listed, but %s notices it: %s\n", by, m.key)
					}
				} else {
					survived[i] = true
					note := ""
					if !reached {
						note = "\n\tno test comes by"
					}
					if !which.listed {
						fmt.Printf("%s\n\t%s%s\n", m.key, m.place, note)
					}
				}
				writing.Unlock()
			}
		})
	}
	for i, m := range mutants {
		if which.has(m.key, known) {
			tried++
			next <- i
		}
	}
	close(next)
	wait.Wait()
	left := 0
	for _, s := range survived {
		if s {
			left++
		}
	}
	for _, key := range stale {
		fmt.Printf("listed, but there is no such mutant: %s\n", key)
	}
	count := 0
	for _, m := range mutants {
		if known[m.key] {
			count++
		}
	}
	fmt.Printf("%s: %d mutants, %d listed as the same as the original; of %d tried, %d killed, %d survived\n", name, len(mutants), count, tried, tried-left, left)
	if which.listed {
		left = tried - left
	}
	return left + len(stale), nil
}

// staleOf lists the lines of the list that are of a package and of none of its
// mutants.
func staleOf(name string, mutants []mutant, known map[string]bool) []string {
	left := maps.Clone(known)
	for _, m := range mutants {
		delete(left, m.key)
	}
	maps.DeleteFunc(left, func(key string, _ bool) bool { return !strings.HasPrefix(key, filepath.Base(name)+"/") })
	return slices.Sorted(maps.Keys(left))
}

// tryOne reports whether a test notices a mutant, and which, where the run came
// so far; and whether any comes by its place.
func tryOne(tests []*test, id int, last string) (killed bool, by string, reached bool) {
	for _, run := range runs(tests, id, last) {
		if _, killed, out := kills(run, id); killed {
			return true, failed(out), true
		}
		reached = true
	}
	return false, "", reached
}
