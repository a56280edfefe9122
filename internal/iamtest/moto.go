// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamtest

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"sync"
	"testing"
	"time"
)

// motoEnv names the program to run; without it the one on PATH is.
const motoEnv = "HIPAA_MOTO_SERVER"

var motoURL = regexp.MustCompile(`Running on (http://127\.0\.0\.1:[0-9]+)`)

var moto struct {
	sync.Mutex
	cmd *exec.Cmd
	url string
}

// Moto returns the URL of a running moto, AWS in memory, which the tests of a
// package share: each uses names of its own. The test is skipped where there is
// no moto. [StopMoto] ends it.
func Moto(t testing.TB) string {
	t.Helper()
	moto.Lock()
	defer moto.Unlock()
	if moto.url != "" {
		return moto.url
	}
	program := os.Getenv(motoEnv)
	if program == "" {
		found, err := exec.LookPath("moto_server")
		if err != nil {
			t.Skipf("moto_server is not on PATH, and %s names none", motoEnv)
		}
		program = found
	}
	cmd := exec.Command(program, "-H", "127.0.0.1", "-p", "0") //nolint:gosec // the tester names the program
	cmd.Env = append(os.Environ(), "MOTO_IAM_LOAD_MANAGED_POLICIES=true")
	out, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatalf("starting %s: %v", program, err)
	}
	moto.cmd = cmd
	found := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if m := motoURL.FindStringSubmatch(lines.Text()); m != nil {
				found <- m[1]
				break
			}
		}
		_, _ = io.Copy(io.Discard, out)
	}()
	select {
	case moto.url = <-found:
	case <-time.After(time.Minute):
		t.Fatal("moto did not say within a minute on which port it listens")
	}
	return moto.url
}

// StopMoto ends moto, if it runs. It is for TestMain.
func StopMoto() {
	moto.Lock()
	defer moto.Unlock()
	if moto.cmd == nil {
		return
	}
	if err := moto.cmd.Process.Kill(); err != nil {
		fmt.Fprintln(os.Stderr, "moto:", err)
	}
	_ = moto.cmd.Wait()
	moto.cmd, moto.url = nil, ""
}
