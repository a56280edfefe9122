// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package approval_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator/approval"
)

const (
	wide   = "sha256:1111111111111111111111111111111111111111111111111111111111111111"
	other  = "sha256:2222222222222222222222222222222222222222222222222222222222222222"
	lead   = "security-lead@example.org"
	deputy = "security-deputy@example.org"
	privy  = "privacy-officer@example.org"
)

var now = time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)

// keys makes one key of OpenSSH for each name, by ssh-keygen, and returns their
// files and an allowed_signers file that lists all of them.
func keys(t *testing.T, names ...string) (files map[string]string, signers []byte) {
	t.Helper()
	dir := t.TempDir()
	files = map[string]string{}
	for _, n := range names {
		file := filepath.Join(dir, n)
		keygen(t, "", "-q", "-t", "ed25519", "-N", "", "-C", n, "-f", file)
		public, err := os.ReadFile(file + ".pub")
		if err != nil {
			t.Fatal(err)
		}
		files[n] = file
		signers = append(signers, n+" "+string(public)...)
	}
	return files, signers
}

func keygen(t *testing.T, stdin string, args ...string) {
	t.Helper()
	if out, err := tryKeygen(stdin, args...); err != nil {
		t.Fatalf("ssh-keygen %v: %v\n%s", args, err, out)
	}
}

func tryKeygen(stdin string, args ...string) ([]byte, error) {
	cmd := exec.Command("ssh-keygen", args...)
	cmd.Stdin = bytes.NewBufferString(stdin)
	return cmd.CombinedOutput()
}

type edit func(*approval.Predicate)

// give signs a statement about the digests and writes it.
func give(t *testing.T, dir, person, key string, digests []string, edits ...edit) string {
	t.Helper()
	p := approval.Predicate{Reason: "ticketed", Approved: now.Add(-time.Hour), Expires: now.Add(24 * time.Hour)}
	for _, e := range edits {
		e(&p)
	}
	var subjects []approval.Subject
	for _, d := range digests {
		subjects = append(subjects, approval.SubjectOf("aws_iam_role.pipeline", d))
	}
	s, err := approval.New(subjects, p)
	if err != nil {
		t.Fatal(err)
	}
	text, err := s.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	sig, err := approval.Sign(context.Background(), text, key, nil)
	if err != nil {
		t.Fatal(err)
	}
	out, err := approval.Write(dir, person, text, sig)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
