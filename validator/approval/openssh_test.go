// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package approval_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	attestation "github.com/in-toto/attestation/go/v1"
	"google.golang.org/protobuf/encoding/protojson"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator/approval"
)

func sortStrings(list []string) { slices.Sort(list) }

// TestOpenSSHAccepts: stock ssh-keygen verifies what is written here, for every
// kind of key, and refuses it for another person.
func TestOpenSSHAccepts(t *testing.T) {
	for _, kind := range [][]string{{"-t", "ed25519"}, {"-t", "ecdsa"}, {"-t", "rsa", "-b", "3072"}} {
		t.Run(kind[1], func(t *testing.T) {
			dir := t.TempDir()
			key := filepath.Join(dir, "key")
			keygen(t, "", append(kind, "-q", "-N", "", "-f", key)...)
			public, err := os.ReadFile(key + ".pub")
			if err != nil {
				t.Fatal(err)
			}
			signers := filepath.Join(dir, "approvers")
			if err := os.WriteFile(signers, append([]byte(lead+" "), public...), 0o600); err != nil {
				t.Fatal(err)
			}
			one := give(t, filepath.Join(dir, "approvals"), lead, key, []string{wide})
			statement, err := os.ReadFile(filepath.Join(one, "statement.json"))
			if err != nil {
				t.Fatal(err)
			}
			verify := func(who string) error {
				_, err := tryKeygen(string(statement), "-Y", "verify", "-n", "hipaacheck-approval", "-f", signers, "-I", who, "-s", filepath.Join(one, lead+".sig"))
				return err
			}
			if err := verify(lead); err != nil {
				t.Errorf("ssh-keygen refuses the signature: %v", err)
			}
			if err := verify(deputy); err == nil {
				t.Error("ssh-keygen accepts it for somebody else")
			}
		})
	}
}

// TestOpenSSHSigns: what ssh-keygen signs by hand is accepted here, if it signs
// in the namespace.
func TestOpenSSHSigns(t *testing.T) {
	files, signers := keys(t, lead)
	d := demand()
	d.Approvers, d.Groups, d.Signers = 1, nil, approval.ParseSigners(signers)
	dir := t.TempDir()
	one := give(t, dir, lead, files[lead], []string{wide})
	statement := filepath.Join(one, "statement.json")
	if err := os.Remove(filepath.Join(one, lead+".sig")); err != nil {
		t.Fatal(err)
	}
	check := func() *approval.Result {
		given, rejected := approval.Read(dir)
		return approval.Check([]approval.Demand{d}, given, rejected, approval.Context{Now: now})
	}
	if r := check(); len(r.Missing) != 1 {
		t.Fatalf("without a signature: %+v", r)
	}
	keygen(t, "", "-Y", "sign", "-q", "-f", files[lead], "-n", "another-namespace", statement)
	move := func() {
		if err := os.Rename(statement+".sig", filepath.Join(one, lead+".sig")); err != nil {
			t.Fatal(err)
		}
	}
	move()
	if r := check(); len(r.Missing) != 1 || !strings.Contains(r.Rejected[0].Reason, `"another-namespace"`) {
		t.Errorf("another namespace: %+v", r)
	}
	keygen(t, "", "-Y", "sign", "-q", "-f", files[lead], "-n", approval.Namespace, statement)
	move()
	if r := check(); len(r.Missing) != 0 {
		t.Errorf("signed by ssh-keygen: %+v", r)
	}
	if _, err := approval.Sign(context.Background(), []byte("{}"), filepath.Join(dir, "no-such-key"), nil); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("no such key: %v", err)
	}
}

// TestInToto: the statement is one by in-toto's own library.
func TestInToto(t *testing.T) {
	s, err := approval.New([]approval.Subject{approval.SubjectOf("aws_iam_role.pipeline", wide)}, approval.Predicate{Reason: "why", Approved: now, Expires: now.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	text, err := s.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	var theirs attestation.Statement
	if err := protojson.Unmarshal(text, &theirs); err != nil {
		t.Fatal(err)
	}
	if err := theirs.Validate(); err != nil {
		t.Error(err)
	}
	if theirs.GetSubject()[0].GetDigest()["sha256"] != strings.TrimPrefix(wide, "sha256:") {
		t.Error(theirs.GetSubject())
	}
}

// FuzzParse: no bytes make a panic, and what is read is canonical.
func FuzzParse(f *testing.F) {
	s, err := approval.New([]approval.Subject{approval.SubjectOf("a", wide)}, approval.Predicate{Approved: now, Expires: now})
	if err != nil {
		f.Fatal(err)
	}
	text, err := s.Canonical()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"_type":"x","_type":"y"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := approval.Parse(text)
		if err != nil {
			return
		}
		again, err := s.Canonical()
		if err != nil || string(again) != string(text) {
			t.Errorf("read, and not canonical: %q", text)
		}
	})
}

// FuzzSigners: no bytes make a panic.
func FuzzSigners(f *testing.F) {
	f.Add([]byte("a@b namespaces=\"x,y\" ssh-ed25519 AAAA\n# comment\n*@example.org,!eve@example.org cert-authority ssh-rsa AAAA"))
	f.Fuzz(func(_ *testing.T, text []byte) {
		s := approval.ParseSigners(text)
		s.Knows("a@b")
		s.People()
	})
}
