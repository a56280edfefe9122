// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// test is one test of a package that holds the behaviour of the broken one.
type test struct {
	name   string
	binary string
	dir    string
	args   []string
	takes  time.Duration
	// reaches tells, by a mutant's number, whether the test comes by its place.
	reaches []byte
}

// quick is what a test may take to be run together with others.
const quick = 100 * time.Millisecond

// testsOf lists the tests of a binary and runs each alone, to know how long it
// takes and which mutants it comes by. No other test can notice a mutant.
func testsOf(binary, dir string, mutants int, args []string) ([]*test, error) {
	list := exec.Command(binary, "-test.list", ".") //nolint:gosec // built just now
	list.Dir = dir
	names, err := list.Output()
	if err != nil {
		return nil, err
	}
	var out []*test
	for _, name := range strings.Fields(string(names)) {
		if strings.HasPrefix(name, "Benchmark") || strings.Contains(name, "Hostile") {
			continue // they measure
		}
		t := &test{name: name, binary: binary, dir: dir, args: args, takes: 10 * time.Second, reaches: make([]byte, mutants+1)}
		notes := filepath.Join(filepath.Dir(binary), "notes")
		if err := os.WriteFile(notes, t.reaches, 0o600); err != nil {
			return nil, err
		}
		took, killed, output := kills([]*test{t}, 0, "HIPAA_MUTANT_NOTES="+notes)
		if killed {
			return nil, fmt.Errorf("%s fails without a mutant:\n%s", name, output)
		}
		t.takes = took
		if t.reaches, err = os.ReadFile(notes); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// runs orders the tests that come by a mutant into runs: first the one that
// noticed it last time, then the quick ones at once, then the others, each alone.
func runs(tests []*test, id int, killer string) [][]*test {
	var first, quickly []*test
	var slow [][]*test
	for _, t := range tests {
		switch {
		case t.reaches[id] == 0:
		case t.name == killer:
			first = append(first, t)
		case t.takes < quick && (len(quickly) == 0 || quickly[0].binary == t.binary):
			quickly = append(quickly, t)
		default:
			slow = append(slow, []*test{t})
		}
	}
	slices.SortStableFunc(slow, func(a, b []*test) int { return int(a[0].takes - b[0].takes) })
	out := slow
	for _, group := range [][]*test{quickly, first} {
		if len(group) > 0 {
			out = append([][]*test{group}, out...)
		}
	}
	return out
}

// kills runs tests of one binary with a mutant; 0 is none. A run that takes
// several times as much of the processor, or too much memory, has noticed it.
func kills(tests []*test, id int, env ...string) (took time.Duration, killed bool, output string) {
	limit := time.Second
	var names []string
	for _, t := range tests {
		limit += 3 * t.takes
		names = append(names, t.name)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*limit) // it may wait for the processor, or for itself
	defer cancel()
	t := tests[0]
	args := append([]string{"-c", fmt.Sprintf(`ulimit -v 8000000 -t %d; exec "$@"`, int(limit.Seconds())), "sh", t.binary, "-test.failfast", "-test.short", "-test.v=test2json", "-test.run", "^(" + strings.Join(names, "|") + ")$"}, t.args...)
	run := exec.CommandContext(ctx, "/bin/sh", args...) //nolint:gosec // built just now
	run.Dir = t.dir
	run.Env = append(append(os.Environ(), "HIPAA_MUTANT="+strconv.Itoa(id), "GOMAXPROCS=1"), env...)
	var out bytes.Buffer
	run.Stdout, run.Stderr = &out, &out
	err := run.Run()
	if run.ProcessState != nil {
		took = run.ProcessState.UserTime()
	}
	return took, err != nil, out.String()
}

// failed returns the test that failed, by what a run wrote: of one that ended
// without saying so, the one that ran last.
func failed(out string) string {
	name := ""
	for _, line := range strings.Split(out, "\n") {
		line = strings.TrimPrefix(line, "\x16")
		if n, ok := strings.CutPrefix(line, "=== RUN   "); ok && !strings.Contains(n, "/") {
			name = n
		}
		if n, ok := strings.CutPrefix(line, "--- FAIL: "); ok {
			return strings.Fields(n)[0]
		}
	}
	return name
}
