// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package evidence

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	recordsDir = "records"
	objectsDir = "objects"
)

// Ledger is a directory of records.
type Ledger struct{ dir string }

// Open returns the ledger in a directory, which is made when the first record is written.
func Open(dir string) *Ledger { return &Ledger{dir: dir} }

// Attachment is an object to be kept with a record.
type Attachment struct {
	Name string
	Text []byte
}

// attempts bounds how often a writer gives way to another one.
const attempts = 1000

// Append adds a record with its objects and returns it with number, hash and
// time of retention. Either the record is there as a whole, or nothing of it is.
func (l *Ledger) Append(r Record, attached ...Attachment) (*Record, error) {
	for _, dir := range []string{recordsDir, objectsDir} {
		if err := os.MkdirAll(filepath.Join(l.dir, dir), 0o750); err != nil {
			return nil, fmt.Errorf("the ledger cannot be written: %w", err)
		}
	}
	r.Schema, r.Time = Schema, r.Time.UTC().Truncate(time.Second)
	r.RetainUntil = r.Time.AddDate(RetentionYears, 0, 0)
	r.Objects = []Object{}
	for _, a := range attached {
		sum := digest(a.Text)
		if err := l.place(filepath.Join(objectsDir, sum), a.Text); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("the ledger cannot be written: %w", err)
		}
		r.Objects = append(r.Objects, Object{Name: a.Name, SHA256: sum})
	}
	r.fill()
	for range attempts {
		last, err := l.last()
		if err != nil {
			return nil, err
		}
		r.Sequence, r.Previous = 1, ""
		if last != nil {
			r.Sequence, r.Previous = last.Sequence+1, last.Hash
		}
		text, err := r.seal()
		if err != nil {
			return nil, err
		}
		err = l.place(filepath.Join(recordsDir, fileName(r.Sequence)), text)
		if err == nil {
			return &r, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("the ledger cannot be written: %w", err)
		}
	}
	return nil, errors.New("the ledger cannot be written: others write to it all the time")
}

// fill makes lists that are empty lists, not null.
func (r *Record) fill() {
	r.Inputs, r.Waivers, r.Approvals = orEmpty(r.Inputs), orEmpty(r.Waivers), orEmpty(r.Approvals)
	r.Missing, r.People, r.Rules.Only, r.Rules.Skip = orEmpty(r.Missing), orEmpty(r.People), orEmpty(r.Rules.Only), orEmpty(r.Rules.Skip)
	if r.Counts == nil {
		r.Counts = map[string]int{}
	}
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// place writes a file that must not be there yet, whole or not at all.
func (l *Ledger) place(name string, text []byte) (err error) {
	temporary, err := os.CreateTemp(l.dir, ".writing-")
	if err != nil {
		return err
	}
	defer func() {
		if gone := os.Remove(temporary.Name()); gone != nil {
			err = errors.Join(err, gone)
		}
	}()
	_, err = temporary.Write(text)
	if err := errors.Join(err, temporary.Chmod(0o644), temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	target := filepath.Join(l.dir, name)
	if err := os.Link(temporary.Name(), target); err != nil {
		return err
	}
	return syncDir(filepath.Dir(target))
}

// syncDir makes the new name of a file last beyond a power cut, where the system can.
func syncDir(dir string) error {
	d, err := os.Open(dir) //nolint:gosec // the ledger's own directory
	if err != nil {
		return err
	}
	// Some file systems cannot, and have written the file itself all the same.
	_ = d.Sync()
	return d.Close()
}

func fileName(sequence int) string { return fmt.Sprintf("%08d.json", sequence) }

// sequenceOf reads a record's number from its file's name.
func sequenceOf(name string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSuffix(name, ".json"))
	return n, err == nil && n > 0 && fileName(n) == name
}

// last reads the newest record; nil where there is none. What cannot be read is
// not written after: the damage would be buried.
func (l *Ledger) last() (*Record, error) {
	entries, err := os.ReadDir(filepath.Join(l.dir, recordsDir))
	if err != nil {
		return nil, fmt.Errorf("the ledger cannot be read: %w", err)
	}
	newest := 0
	for _, e := range entries {
		if n, ok := sequenceOf(e.Name()); ok {
			newest = max(newest, n)
		}
	}
	if newest == 0 {
		return nil, nil
	}
	r, err := l.read(newest)
	if err != nil {
		return nil, fmt.Errorf("the ledger's last record, %s, does not hold, and nothing is written after it: %w", fileName(newest), err)
	}
	return r, nil
}

func (l *Ledger) read(sequence int) (*Record, error) {
	text, err := readRegular(filepath.Join(l.dir, recordsDir, fileName(sequence)))
	if err != nil {
		return nil, err
	}
	r, err := parse(text)
	if err == nil && r.Sequence != sequence {
		return nil, fmt.Errorf("it was moved: it is record %d", r.Sequence)
	}
	return r, err
}

// Problem is a place where the ledger does not hold.
type Problem struct {
	// Record is the file's name, or "" for the ledger as a whole.
	Record string
	Reason string
}

// Verification is what a look at all records shows.
type Verification struct {
	Records []*Record
	// Head is the hash of the last record, "" of an empty ledger.
	Head string
	// Problems are in the order of records; empty: the ledger holds.
	Problems []Problem
	// Leftovers are files that no record speaks of, as a crash leaves them, or
	// whoever takes records off the end.
	Leftovers []string
	// Backwards are records that are dated before the one before them: a clock went
	// back, or a date was given. They hold, and are told of.
	Backwards []string
}

// Verify checks every record, its link to the one before and its objects. head
// is a hash that was kept elsewhere, with or without "sha256:", or "".
func (l *Ledger) Verify(head string) (*Verification, error) {
	if head = strings.ToLower(head); len(head) == 64 {
		head = "sha256:" + head
	}
	entries, err := os.ReadDir(filepath.Join(l.dir, recordsDir))
	if err != nil {
		return nil, fmt.Errorf("there is no ledger in %s: %w", l.dir, err)
	}
	out := &Verification{}
	problem := func(record, format string, args ...any) {
		out.Problems = append(out.Problems, Problem{Record: record, Reason: fmt.Sprintf(format, args...)})
	}
	next, previous, known := 1, "", head == ""
	used := map[string]bool{}
	for _, e := range entries { // by name, which is by number
		n, ok := sequenceOf(e.Name())
		if !ok {
			problem(e.Name(), "it is no record")
			continue
		}
		if n != next {
			problem(fileName(next), "it is missing; the next one is %s", e.Name())
			previous = "?"
		}
		next = n + 1
		r, err := l.read(n)
		if err != nil {
			problem(e.Name(), "%s", err)
			previous = "?"
			continue
		}
		if previous != "?" && r.Previous != previous {
			problem(e.Name(), "it does not follow the record before: that one has another hash")
		}
		for _, o := range r.Objects {
			used[o.SHA256] = true
			if err := l.checkObject(o); err != nil {
				problem(e.Name(), "%s", err)
			}
		}
		if k := len(out.Records); k > 0 && r.Time.Before(out.Records[k-1].Time) {
			out.Backwards = append(out.Backwards, e.Name())
		}
		previous, known = r.Hash, known || r.Hash == head
		out.Records = append(out.Records, r)
		out.Head = r.Hash
	}
	if !known {
		problem("", "the head %s is of no record: records were taken off the end, or the ledger was written anew", head)
	}
	out.Leftovers = l.leftovers(used)
	return out, nil
}

func (l *Ledger) checkObject(o Object) error {
	text, err := l.object(o)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("its object %s (%s) is missing", o.Name, o.SHA256)
	case err != nil:
		return fmt.Errorf("its object %s cannot be read: %w", o.Name, err)
	case digest(text) != o.SHA256:
		return fmt.Errorf("its object %s (%s) was altered", o.Name, o.SHA256)
	}
	return nil
}

// object reads an object; the name comes out of a record, so it must be a hash.
func (l *Ledger) object(o Object) ([]byte, error) {
	if len(o.SHA256) != 64 || strings.Trim(o.SHA256, "0123456789abcdef") != "" {
		return nil, fmt.Errorf("%q is no SHA-256", o.SHA256)
	}
	return readRegular(filepath.Join(l.dir, objectsDir, o.SHA256))
}

// readRegular reads a file of the ledger. A link would keep what is read
// elsewhere, and reading a pipe would never end.
func readRegular(path string) ([]byte, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is no regular file")
	}
	return os.ReadFile(path) //nolint:gosec // the ledger's own file
}

// leftovers lists what no record speaks of.
func (l *Ledger) leftovers(used map[string]bool) []string {
	var out []string
	if entries, err := os.ReadDir(l.dir); err == nil {
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), ".writing-") {
				out = append(out, e.Name())
			}
		}
	}
	if entries, err := os.ReadDir(filepath.Join(l.dir, objectsDir)); err == nil {
		for _, e := range entries {
			if !used[e.Name()] {
				out = append(out, objectsDir+"/"+e.Name())
			}
		}
	}
	slices.Sort(out)
	return out
}
