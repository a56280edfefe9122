// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package approval

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/gowebpki/jcs"
)

// The types of the statement. Source: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
const (
	StatementType = "https://in-toto.io/Statement/v1"
	PredicateType = "https://github.com/hipaa-iam/terraform-provider-hipaa/approval/v1"
)

// Statement is an in-toto statement that changes are approved.
type Statement struct {
	Type          string    `json:"_type"`
	Subject       []Subject `json:"subject"`
	PredicateType string    `json:"predicateType"`
	Predicate     Predicate `json:"predicate"`
}

// Subject is one change that is approved.
type Subject struct {
	// Name is the address of the principal or store whose access changes.
	Name   string        `json:"name"`
	Digest SubjectDigest `json:"digest"`
}

// SubjectDigest is the digest of the change's meaning, in hexadecimal.
type SubjectDigest struct {
	SHA256 string `json:"sha256"`
}

// Predicate says why, on what, and for how long.
type Predicate struct {
	// Requester are the authors of the commits under review.
	Requester []string `json:"requester"`
	Reason    string   `json:"reason"`
	Ticket    string   `json:"ticket"`
	// Plan and Config are the SHA-256 digests of the plan and the configuration
	// that were looked at, in hexadecimal; empty where there is none.
	Plan   string `json:"plan"`
	Config string `json:"config"`
	// Approved is when the statement was written, Expires when it ends.
	Approved time.Time `json:"approved"`
	Expires  time.Time `json:"expires"`
	// Nonce tells two statements of the same content apart.
	Nonce string `json:"nonce"`
}

// New returns a statement about changes; digests are "sha256:…" by the address.
func New(changes []Subject, p Predicate) (*Statement, error) {
	if len(changes) == 0 {
		return nil, errors.New("there is no change to approve")
	}
	nonce := make([]byte, 16)
	if _, err := rand.Read(nonce); err != nil {
		return nil, fmt.Errorf("no random number for the statement: %w", err)
	}
	p.Nonce = hex.EncodeToString(nonce)
	p.Approved, p.Expires = p.Approved.UTC().Truncate(time.Second), p.Expires.UTC().Truncate(time.Second)
	if p.Requester == nil {
		p.Requester = []string{}
	}
	return &Statement{Type: StatementType, Subject: changes, PredicateType: PredicateType, Predicate: p}, nil
}

// SubjectOf makes a subject of a change's address and its digest, "sha256:…".
func SubjectOf(address, digest string) Subject {
	return Subject{Name: address, Digest: SubjectDigest{SHA256: strings.TrimPrefix(digest, "sha256:")}}
}

// Canonical returns the bytes that are signed: RFC 8785.
func (s *Statement) Canonical() ([]byte, error) {
	text, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	return jcs.Transform(text)
}

// Covers reports whether the statement is about the change with this digest.
func (s *Statement) Covers(digest string) bool {
	return slices.ContainsFunc(s.Subject, func(o Subject) bool { return "sha256:"+o.Digest.SHA256 == digest })
}

// Digest is the name of a statement's directory: the SHA-256 of its bytes, in hexadecimal.
func Digest(statement []byte) string {
	sum := sha256.Sum256(statement)
	return hex.EncodeToString(sum[:])
}

// Parse reads a statement strictly: a name that stands twice, is not known, or is
// spelled in another case is refused, since two readers could differ about it.
func Parse(text []byte) (*Statement, error) {
	s := &Statement{}
	if err := jsonv2.Unmarshal(text, s, jsonv2.RejectUnknownMembers(true)); err != nil {
		return nil, fmt.Errorf("it is no statement: %w", err)
	}
	switch {
	case s.Type != StatementType:
		return nil, fmt.Errorf("its _type is %q, not %q", s.Type, StatementType)
	case s.PredicateType != PredicateType:
		return nil, fmt.Errorf("its predicateType is %q, not %q", s.PredicateType, PredicateType)
	case len(s.Subject) == 0:
		return nil, errors.New("it is about no change")
	case s.Predicate.Approved.IsZero() || s.Predicate.Expires.IsZero():
		return nil, errors.New("it does not say when it was written and when it ends")
	}
	for _, o := range s.Subject {
		if b, err := hex.DecodeString(o.Digest.SHA256); err != nil || len(b) != sha256.Size {
			return nil, fmt.Errorf("the digest of %q is no SHA-256", o.Name)
		}
	}
	canonical, err := s.Canonical()
	if err != nil {
		return nil, fmt.Errorf("it has no canonical form: %w", err)
	}
	if string(canonical) != string(text) {
		return nil, errors.New("it is not in the canonical form (RFC 8785) in which statements are signed")
	}
	return s, nil
}
