// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// event is one line of go test -json; see go doc test2json.
type event struct {
	Action      string
	Package     string
	ImportPath  string
	Test        string
	Output      string
	Elapsed     float64
	FailedBuild string
}

// skip is one skipped test, and what it said.
type skip struct {
	pkg, test, reason string
}

// tally counts tests and prints what go test would: a line for each package,
// and the whole output of whatever fails.
type tally struct {
	out            io.Writer
	passed         int
	failures       []string
	skips          []skip
	output         map[string][]string // by package and test
	failedInPkg    map[string]bool
	brokenPackages map[string]bool
}

func newTally(out io.Writer) *tally {
	return &tally{out: out, output: map[string][]string{}, failedInPkg: map[string]bool{}, brokenPackages: map[string]bool{}}
}

// add takes one line of go test -json.
func (t *tally) add(line []byte) {
	var e event
	if err := json.Unmarshal(line, &e); err != nil || e.Action == "" {
		_, _ = t.out.Write(line) // go itself has something to say.
		return
	}
	key := e.Package + " " + e.Test
	switch e.Action {
	case "output":
		t.output[key] = append(t.output[key], e.Output)
	case "build-output":
		_, _ = io.WriteString(t.out, e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			t.endPackage(e)
		} else {
			t.endTest(e)
		}
		delete(t.output, key)
	}
}

func (t *tally) endTest(e event) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "pass":
		t.passed++
	case "fail":
		t.failures = append(t.failures, key)
		t.failedInPkg[e.Package] = true
		_, _ = io.WriteString(t.out, strings.Join(t.output[key], ""))
	case "skip":
		t.skips = append(t.skips, skip{e.Package, e.Test, reason(t.output[key])})
	}
}

func (t *tally) endPackage(e event) {
	lines := t.output[e.Package+" "]
	switch {
	case e.Action == "fail" && !t.failedInPkg[e.Package]:
		// No test failed: it did not build, or ended outside of a test.
		t.failures = append(t.failures, e.Package)
		_, _ = io.WriteString(t.out, strings.Join(lines, ""))
		for key, rest := range t.output { // A panic stands in the output of the test that it cut off.
			if strings.HasPrefix(key, e.Package+" ") && key != e.Package+" " {
				_, _ = io.WriteString(t.out, strings.Join(rest, ""))
			}
		}
	case e.Action == "skip":
		_, _ = fmt.Fprintf(t.out, "?   \t%s\t[no test files]\n", e.Package)
	default:
		for _, line := range lines {
			if strings.HasPrefix(line, "ok  \t") || strings.HasPrefix(line, "FAIL\t") {
				_, _ = io.WriteString(t.out, line)
			}
		}
	}
}

// reason finds what a test gave to Skip in its output.
func reason(output []string) string {
	var said []string
	for _, line := range output {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "=== ") || strings.HasPrefix(line, "--- ") {
			continue
		}
		said = append(said, line)
	}
	if len(said) == 0 {
		return "no reason given"
	}
	return strings.Join(said, " ")
}

// report prints the failures, every skip and the closing line, and returns
// the skips that are not in allowed.
func (t *tally) report(out io.Writer, allowed map[string]bool, took time.Duration) (unlisted []skip) {
	_, _ = fmt.Fprintln(out)
	if len(t.failures) > 0 {
		_, _ = fmt.Fprintln(out, "Failed:")
		slices.Sort(t.failures)
		for _, name := range t.failures {
			_, _ = fmt.Fprintf(out, "  %s\n", name)
		}
	}
	slices.SortFunc(t.skips, func(a, b skip) int { return strings.Compare(a.pkg+" "+a.test, b.pkg+" "+b.test) })
	if len(t.skips) > 0 {
		_, _ = fmt.Fprintln(out, "Skipped:")
	}
	for _, s := range t.skips {
		remark := ""
		if !allowed[s.pkg+" "+s.test] {
			unlisted = append(unlisted, s)
			remark = " (not in .ci/allowed-skips: fails in CI)"
		}
		_, _ = fmt.Fprintf(out, "  %s %s%s\n      %s\n", s.pkg, s.test, remark, s.reason)
	}
	_, _ = fmt.Fprintf(out, "Took %s\n%d passed, %d failed, %d skipped\n", took.Round(time.Second), t.passed, len(t.failures), len(t.skips))
	return unlisted
}
