// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package approval

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// Sign signs a statement with a key file as ssh-keygen -Y sign does, and returns
// the armoured signature. A private key that needs no passphrase is used at once.
// For any other (one with a passphrase, in an agent, on a hardware key: then key
// may be the public half) ssh-keygen is asked, which asks the person.
func Sign(ctx context.Context, statement []byte, key string, stdin *os.File) ([]byte, error) {
	if public, ok := PublicKey(key); ok {
		return keygen(ctx, statement, public, stdin)
	}
	text, err := os.ReadFile(key) //nolint:gosec // the user names the file
	if err != nil {
		return nil, fmt.Errorf("the key cannot be read: %w", err)
	}
	signer, err := ssh.ParsePrivateKey(text)
	if err != nil {
		return keygen(ctx, statement, key, stdin)
	}
	sig, err := sshsig.Sign(bytes.NewReader(statement), signer, sshsig.HashSHA512, Namespace)
	if err != nil {
		return nil, fmt.Errorf("the statement could not be signed with %s: %w", key, err)
	}
	return sshsig.Armor(sig), nil
}

// PublicKey reports whether a key is named by its text and not by a file, and
// returns the text: "key::ssh-ed25519 AAAA…", or without the mark.
func PublicKey(key string) (string, bool) {
	text, marked := strings.CutPrefix(key, "key::")
	_, _, _, _, err := ssh.ParseAuthorizedKey([]byte(text)) //nolint:dogsled // only whether it is one
	return text, marked || err == nil
}

func keygen(ctx context.Context, statement []byte, key string, stdin *os.File) (out []byte, err error) {
	program, err := exec.LookPath("ssh-keygen")
	if err != nil {
		return nil, fmt.Errorf("the key %s needs OpenSSH's ssh-keygen, which is not on PATH", key)
	}
	dir, err := os.MkdirTemp("", "hipaacheck-approval-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file := filepath.Join(dir, statementFile)
	if err := os.WriteFile(file, statement, 0o600); err != nil {
		return nil, err
	}
	if text, ok := PublicKey(key); ok {
		key = filepath.Join(dir, "key.pub")
		if err := os.WriteFile(key, []byte(text+"\n"), 0o600); err != nil {
			return nil, err
		}
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, program, "-Y", "sign", "-f", key, "-n", Namespace, file) //nolint:gosec // OpenSSH's own program
	cmd.Stdin, cmd.Stderr = stdin, &said
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("signing with the key %s failed, ssh-keygen says: %s", key, strings.TrimSpace(said.String()))
	}
	return os.ReadFile(file + ".sig") //nolint:gosec // in our own directory
}

// signed checks a signature over a statement and returns the key that made it.
func signed(statement, armoured []byte) (ssh.PublicKey, error) {
	sig, err := sshsig.Unarmor(armoured)
	if err != nil {
		return nil, fmt.Errorf("it is no SSH signature: %w", err)
	}
	if sig.Namespace != Namespace {
		return nil, fmt.Errorf("it is a signature for the namespace %q, not %q", sig.Namespace, Namespace)
	}
	if sig.Signature.Format == ssh.KeyAlgoRSA {
		return nil, errors.New("it is an RSA signature over SHA-1, which OpenSSH does not accept")
	}
	if err := sshsig.Verify(bytes.NewReader(statement), sig, sig.PublicKey, sig.HashAlgorithm, Namespace); err != nil {
		return nil, errors.New("it is not a signature of this statement: one of the two was altered")
	}
	return sig.PublicKey, nil
}
