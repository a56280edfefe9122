// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestServe: the command listens, answers, and ends in order when it is interrupted.
func TestServe(t *testing.T) {
	read, write := io.Pipe()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	a := &app{
		in: strings.NewReader(""), out: &bytes.Buffer{}, err: write, now: time.Now,
		getenv: func(k string) string { return map[string]string{keyVariable: "k"}[k] },
	}
	ended := make(chan int, 1)
	go func() {
		ended <- a.run(ctx, []string{"serve", "--listen", "127.0.0.1:0"})
		_ = write.Close()
	}()
	lines := bufio.NewScanner(read)
	if !lines.Scan() {
		t.Fatal("nothing is said")
	}
	_, address, _ := strings.Cut(lines.Text(), "listening at ")
	answer, err := http.Get("http://" + address + "/healthz")
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(err, lines.Text())
	}
	_ = answer.Body.Close()
	go func() { _, _ = io.Copy(io.Discard, read) }()
	http.DefaultClient.CloseIdleConnections()
	stop()
	if code := <-ended; code != exitPass {
		t.Error(code)
	}
}

func TestServeUsage(t *testing.T) {
	env := map[string]string{keyVariable: "k"}
	for name, c := range map[string]struct {
		env  map[string]string
		args []string
		want string
	}{
		"no key":      {nil, nil, keyVariable},
		"certificate": {env, []string{"--tls-cert", "x"}, "go together"},
		"address":     {env, []string{"--listen", "no such address"}, "cannot be listened at"},
		"severity":    {env, []string{"--fail-on", "x"}, "--fail-on is"},
	} {
		if code, _, diagnostics := run(t, c.env, append([]string{"serve"}, c.args...)...); code != exitError || !strings.Contains(diagnostics, c.want) {
			t.Errorf("%s: %d, %q", name, code, diagnostics)
		}
	}
}
