// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package moto

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestServer starts the real moto, makes a role in it, and empties it.
func TestServer(t *testing.T) {
	path := os.Getenv("HIPAA_MOTO_SERVER")
	if path == "" {
		t.Skip("HIPAA_MOTO_SERVER is not set; make test sets it")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	server, err := Start(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Stop()

	const create = "Action=CreateUser&UserName=ada&Version=2010-05-08"
	answer, err := server.Call(ctx, "iam", create)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(answer, "<CreateDate>2026-01-05T09:00:00Z</CreateDate>") {
		t.Errorf("the answer does not come through the proxy:\n%s", answer)
	}
	if _, err := server.Call(ctx, "iam", create); err == nil || !strings.Contains(err.Error(), "EntityAlreadyExists") {
		t.Errorf("a second user of the same name: got %v, want EntityAlreadyExists", err)
	}
	if err := server.Reset(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := server.Call(ctx, "iam", create); err != nil {
		t.Errorf("after a reset: %v", err)
	}
	server.Stop()
	if _, err := server.Call(ctx, "iam", create); err == nil {
		t.Error("moto answers after Stop")
	}
}

// TestStartFails: a program that is no moto is an error at once, not after half a minute.
func TestStartFails(t *testing.T) {
	path, err := exec.LookPath("false")
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if _, err := Start(t.Context(), path); err == nil {
		t.Fatal("no error")
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %s", took)
	}
}
