// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package evidence keeps a ledger of what was checked: a directory of records,
// one file each, of which every one holds the hash of the one before.
//
//	records/00000001.json   the records, in RFC 8785 form
//	objects/<sha256>        what they speak of: reports, statements, signatures
//
// A record is never written over. Writers on several machines that share the
// directory take turns: a record gets its number by a hard link, which only one
// of them can make. What a crash leaves behind is a file that no record speaks of.
//
// A ledger shows every change of a record or an object, and every gap. That its
// end was cut off shows only against a head that is kept elsewhere.
package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/gowebpki/jcs"
)

// Schema names the form of a record.
const Schema = "hipaacheck.evidence/v1"

// RetentionYears is how long a record has to be kept. Source: 45 CFR
// 164.316(b)(2)(i): six years from its creation.
const RetentionYears = 6

// Record is one entry of the ledger. Fields may be added; none will change or go.
type Record struct {
	Schema   string `json:"schema"`
	Sequence int    `json:"sequence"`
	// Previous is the hash of the record before, "" for the first.
	Previous string `json:"previous"`
	// Hash is "sha256:…" over the record in RFC 8785 form without this field.
	Hash        string    `json:"hash"`
	Time        time.Time `json:"time"`
	RetainUntil time.Time `json:"retain_until"`
	// Command is what was run: "plan", "verify", "review sign".
	Command string `json:"command"`
	Verdict string `json:"verdict"`
	Tool    Tool   `json:"tool"`
	// Inputs are the plans and other files that were judged.
	Inputs []Input `json:"inputs"`
	// Config is the configuration, nil where there is none.
	Config *Input `json:"config"`
	Rules  Rules  `json:"rules"`
	// Counts are introduced findings by severity.
	Counts    map[string]int `json:"counts"`
	Waivers   []Waiver       `json:"waivers"`
	Approvals []Approval     `json:"approvals"`
	// Missing are the names of approvals that were demanded and not given.
	Missing []string `json:"missing_approvals"`
	// People are all who took part: requesters and approvers.
	People  []string `json:"people"`
	Objects []Object `json:"objects"`
}

// Tool is the program that made the record.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Input is a file by its digest, "sha256:…".
type Input struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Stack  string `json:"stack"`
}

// Rules says which rules judged: the digest of their catalogue, and which of
// them were asked for or left out.
type Rules struct {
	SHA256 string   `json:"sha256"`
	Only   []string `json:"only"`
	Skip   []string `json:"skip"`
}

// Waiver is one that held a finding.
type Waiver struct {
	Rule    string `json:"rule"`
	Address string `json:"address"`
	Reason  string `json:"reason"`
	Owner   string `json:"owner"`
	Ticket  string `json:"ticket"`
	Expires string `json:"expires"`
}

// Approval is one that counted.
type Approval struct {
	Digest  string `json:"digest"`
	Person  string `json:"person"`
	Group   string `json:"group"`
	Expires string `json:"expires"`
}

// Object is something kept beside the record.
type Object struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// seal sets the record's hash and returns its bytes.
func (r *Record) seal() ([]byte, error) {
	hash, err := r.sum()
	if err != nil {
		return nil, err
	}
	r.Hash = hash
	return r.canonical()
}

func (r *Record) sum() (string, error) {
	c := *r
	c.Hash = ""
	text, err := c.canonical()
	if err != nil {
		return "", err
	}
	return "sha256:" + digest(text), nil
}

func (r *Record) canonical() ([]byte, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	return jcs.Transform(text)
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// parse reads a record; the error says in what it is not as it was written. A
// field that a later version adds is admitted and covered by the hash.
func parse(text []byte) (*Record, error) {
	r := &Record{}
	if err := jsonv2.Unmarshal(text, r); err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", err)
	}
	if r.Schema != Schema {
		return nil, fmt.Errorf("its schema is %q, not %q", r.Schema, Schema)
	}
	canonical, err := jcs.Transform(text)
	if err != nil || string(canonical) != string(text) {
		return nil, errors.New("it was altered: it is not in the form in which it was written")
	}
	// The hash is over all that stands there, known to this version or not.
	var all map[string]jsontext.Value
	if err := jsonv2.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", err)
	}
	all["hash"] = jsontext.Value(`""`)
	bare, err := jsonv2.Marshal(all)
	if err != nil {
		return nil, err
	}
	if bare, err = jcs.Transform(bare); err != nil {
		return nil, err
	}
	if r.Hash != "sha256:"+digest(bare) {
		return nil, errors.New("it was altered: its hash is that of another text")
	}
	return r, nil
}
