// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package evidence

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Export writes one folder with all that an auditor needs: the ledger itself, an
// index in HTML and CSV, and OSCAL assessment results. The folder must not be
// there yet; it appears whole or not at all. A ledger that does not hold is
// exported as well, and says so in each index.
func (l *Ledger) Export(out, version string, now time.Time) (v *Verification, err error) {
	if v, err = l.Verify(""); err != nil {
		return nil, err
	}
	if _, err := os.Lstat(out); err == nil {
		return nil, fmt.Errorf("%s is there already; name a folder that is not", out)
	}
	if err := os.MkdirAll(filepath.Dir(filepath.Clean(out)), 0o750); err != nil {
		return nil, err
	}
	temporary, err := os.MkdirTemp(filepath.Dir(filepath.Clean(out)), ".export-")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(temporary))
		}
	}()
	results, err := l.assessment(v, version, now)
	if err != nil {
		return nil, err
	}
	page, err := indexHTML(v, now)
	if err != nil {
		return nil, err
	}
	table, err := indexCSV(v)
	if err != nil {
		return nil, err
	}
	for name, text := range map[string][]byte{
		"README.txt": []byte(readme(v)), "index.html": page, "index.csv": table, "oscal-assessment-results.json": results,
	} {
		if err := os.WriteFile(filepath.Join(temporary, name), text, 0o644); err != nil { //nolint:gosec // for the auditor to read
			return nil, err
		}
	}
	for _, dir := range []string{recordsDir, objectsDir} {
		if err := os.CopyFS(filepath.Join(temporary, "ledger", dir), os.DirFS(filepath.Join(l.dir, dir))); err != nil {
			return nil, err
		}
	}
	if err := os.Chmod(temporary, 0o755); err != nil { //nolint:gosec // for the auditor to read
		return nil, err
	}
	return v, os.Rename(temporary, out)
}

func readme(v *Verification) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Evidence of the checks of IAM changes\n\n%d records, head %s\n%s\n\n", len(v.Records), v.Head, holds(v))
	b.WriteString(`index.html, index.csv            all records, for reading
oscal-assessment-results.json    the same as OSCAL assessment results
ledger/records                   the records, each with the hash of the one before
ledger/objects                   what they speak of, each file named by its SHA-256

To verify the ledger:            hipaacheck evidence verify ledger --head HASH
  HASH is a head that was kept elsewhere; without one, a cut-off end is not seen.
To verify an object:             sha256sum ledger/objects/*
To verify an approval, take its statement.json and its signature out of the objects that index.csv names, and the file
of approvers as it stood then:
  ssh-keygen -Y verify -n hipaacheck-approval -f approvers -I PERSON -s SIGNATURE < STATEMENT
`)
	return b.String()
}

func holds(v *Verification) string {
	if len(v.Problems) == 0 {
		return "The ledger holds: every record follows the one before, and every object is as it was written."
	}
	lines := []string{"THE LEDGER DOES NOT HOLD:"}
	for _, p := range v.Problems {
		lines = append(lines, "  "+strings.TrimPrefix(p.Record+": ", ": ")+p.Reason)
	}
	return strings.Join(lines, "\n")
}

// indexCSV has a line for each object of each record, and one for a record without.
func indexCSV(v *Verification) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{{"sequence", "time", "retain_until", "command", "verdict", "inputs", "people", "waivers", "approvals", "missing_approvals", "hash", "object", "object_file"}}
	for _, r := range v.Records {
		row := []string{
			strconv.Itoa(r.Sequence), r.Time.Format(time.RFC3339), r.RetainUntil.Format(time.RFC3339), r.Command, r.Verdict,
			list(r.Inputs, func(i Input) string { return i.Path }), strings.Join(r.People, "; "),
			list(r.Waivers, func(w Waiver) string { return w.Rule + " " + w.Address }),
			list(r.Approvals, func(a Approval) string { return a.Person + " " + a.Digest }), strings.Join(r.Missing, "; "), r.Hash,
		}
		if len(r.Objects) == 0 {
			rows = append(rows, append(row, "", ""))
		}
		for _, o := range r.Objects {
			rows = append(rows, append(append([]string{}, row...), o.Name, "ledger/objects/"+o.SHA256))
		}
	}
	for _, row := range rows {
		for i, c := range row {
			row[i] = plainCell(c)
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// plainCell keeps a spreadsheet from taking a text for a formula.
func plainCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func list[T any](items []T, text func(T) string) string {
	out := make([]string, len(items))
	for i, e := range items {
		out[i] = text(e)
	}
	return strings.Join(out, "; ")
}
