// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

// slow is a plan whose first byte comes after some seconds.
type slow struct {
	io.Reader
	ticks chan time.Time
	// waits has one for each second that is waited for.
	waits chan bool
	n     int
}

func (s *slow) Read(p []byte) (int, error) {
	for ; s.n > 0; s.n-- {
		<-s.waits
		s.ticks <- time.Time{}
		if s.n == 1 {
			<-s.waits // what the last second brings has been written
		}
	}
	return s.Reader.Read(p)
}

// TestProgress: after a second of silence a person at a terminal is told what is
// being done, and nobody else is; nothing of it stays.
func TestProgress(t *testing.T) {
	for name, c := range map[string]struct {
		terminal bool
		seconds  int
		told     bool
	}{
		"a slow plan":    {true, 3, true},
		"a fast plan":    {true, 0, false},
		"not a terminal": {false, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			file, err := os.Open(blocking)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = file.Close() }()
			ticks, waits := make(chan time.Time), make(chan bool, 10)
			var out, diagnostics bytes.Buffer
			a := &app{
				in: &slow{Reader: file, ticks: ticks, waits: waits, n: c.seconds}, out: &out, err: &diagnostics, getenv: func(string) string { return "" }, now: time.Now,
				errTerminal: c.terminal,
				after: func(d time.Duration) <-chan time.Time {
					if d != time.Second {
						t.Errorf("it waits %s", d)
					}
					waits <- true
					return ticks
				},
			}
			if code := a.run(context.Background(), []string{"plan", "-"}); code != exitBlocked || !strings.HasPrefix(out.String(), "FAIL") {
				t.Errorf("%d: %s", code, out.String())
			}
			got, want := diagnostics.String(), ""
			if c.told {
				want = clear + "Reading - …" + clear
			}
			if got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}

// TestProgressMakesRoom: what is said in between stands on a line of its own.
func TestProgressMakesRoom(t *testing.T) {
	var out bytes.Buffer
	a := &app{err: &out, told: &progress{out: &out, done: make(chan struct{})}}
	a.told.doing("Reading x")
	a.told.show()
	a.told.show()
	a.say("Not checked.\n")
	a.told.doing("Judging x")
	a.told.show()
	a.told.end()
	if got, want := out.String(), clear+"Reading x …"+clear+"Not checked.\n"+clear+"Judging x …"+clear; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
