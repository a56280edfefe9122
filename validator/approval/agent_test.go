// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package approval_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator/approval"
)

// agent starts an ssh-agent of its own and returns when it answers.
func agent(t *testing.T) {
	t.Helper()
	// The path of a socket is short, whatever the name of the test.
	dir, err := os.MkdirTemp("", "agent")
	if err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(dir, "s")
	cmd := exec.Command("ssh-agent", "-D", "-a", socket)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
		_ = os.RemoveAll(dir)
	})
	for range 500 {
		if _, err := os.Stat(socket); err == nil {
			t.Setenv("SSH_AUTH_SOCK", socket)
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("ssh-agent does not listen")
}

// verified reports whether ssh-keygen accepts a signature of the key's owner.
func verified(t *testing.T, statement, signature []byte, public string) bool {
	t.Helper()
	dir := t.TempDir()
	key, err := os.ReadFile(public)
	if err != nil {
		t.Fatal(err)
	}
	signers, sig := filepath.Join(dir, "approvers"), filepath.Join(dir, "sig")
	for path, text := range map[string]string{signers: lead + " " + string(key), sig: string(signature)} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, err = tryKeygen(string(statement), "-Y", "verify", "-n", "hipaacheck-approval", "-f", signers, "-I", lead, "-s", sig)
	return err == nil
}

// TestSignByAgent: a key that only an agent holds signs, named by its public half;
// one that the agent does not hold does not.
func TestSignByAgent(t *testing.T) {
	agent(t)
	dir := t.TempDir()
	held, other := filepath.Join(dir, "held"), filepath.Join(dir, "other")
	for _, key := range []string{held, other} {
		keygen(t, "", "-t", "ed25519", "-q", "-N", "", "-f", key)
	}
	if out, err := exec.Command("ssh-add", "-q", held).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, key := range []string{held, other} {
		if err := os.Remove(key); err != nil {
			t.Fatal(err)
		}
	}
	statement := []byte(`{"a":"statement"}`)
	signature, err := approval.Sign(context.Background(), statement, held+".pub", nil)
	if err != nil {
		t.Fatal(err)
	}
	if !verified(t, statement, signature, held+".pub") || verified(t, []byte(`{}`), signature, held+".pub") || verified(t, statement, signature, other+".pub") {
		t.Error("ssh-keygen does not verify what the agent signed, or something else")
	}
	text, err := os.ReadFile(held + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{strings.TrimSpace(string(text)), "key::" + string(text)} { // as git's user.signingKey may have it
		signature, err := approval.Sign(context.Background(), statement, key, nil)
		if err != nil || !verified(t, statement, signature, held+".pub") {
			t.Errorf("%q: %v", key, err)
		}
	}
	if _, err := approval.Sign(context.Background(), statement, "key::nothing", nil); err == nil {
		t.Error("a text that is no key signs")
	}
	if _, err := approval.Sign(context.Background(), statement, other+".pub", nil); err == nil || !strings.Contains(err.Error(), "ssh-keygen says") {
		t.Errorf("a key that nobody holds: %v", err)
	}
}

// TestSignWithPassphrase: ssh-keygen asks the person for the passphrase of a key.
func TestSignWithPassphrase(t *testing.T) {
	dir := t.TempDir()
	key, ask := filepath.Join(dir, "key"), filepath.Join(dir, "ask")
	keygen(t, "", "-t", "ed25519", "-q", "-N", "open sesame", "-f", key)
	t.Setenv("SSH_AUTH_SOCK", "")
	t.Setenv("SSH_ASKPASS", ask)
	t.Setenv("SSH_ASKPASS_REQUIRE", "force")
	statement := []byte(`{"a":"statement"}`)
	for said, good := range map[string]bool{"open sesame": true, "wrong": false} {
		if err := os.WriteFile(ask, []byte("#!/bin/sh\necho '"+said+"'\n"), 0o700); err != nil { //nolint:gosec // a program
			t.Fatal(err)
		}
		signature, err := approval.Sign(context.Background(), statement, key, nil)
		if (err == nil) != good || good && !verified(t, statement, signature, key+".pub") {
			t.Errorf("%s: %v", said, err)
		}
	}
}
