// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package review

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Decision is what a reviewer decided about one cell.
type Decision struct {
	Cell string
	// Principal and Store are what the line says that the cell is of, "" where the
	// file has no such column.
	Principal, Store string
	// Decision is one of [Decisions], or "" where none was made.
	Decision string
	// Until is the last day of a time-bound access; zero: none.
	Until   time.Time
	Comment string
	// Line is where it stands in the file.
	Line int
}

var columns = []string{"cell", "principal", "store", "levels", "suggestion", "why", "decision", "until", "comment"}

// Form writes the file that a reviewer fills in: a line for each cell.
func (r *Review) Form() ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(columns); err != nil {
		return nil, err
	}
	for _, c := range r.Cells {
		var levels []string
		for _, l := range c.Levels {
			levels = append(levels, l.Level)
		}
		row := []string{c.ID, c.Principal, c.Store, strings.Join(levels, " "), c.Suggestion.Decision, c.Suggestion.Why, "", "", ""}
		for i := range row {
			row[i] = plain(row[i])
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// plain keeps a spreadsheet from taking a text for a formula.
func plain(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// ParseDecisions reads a form that was filled in. Columns are found by their
// names, so that a spreadsheet may have moved them; ; as the separator, which
// some write, is read as well.
func ParseDecisions(text []byte) ([]Decision, error) {
	text = bytes.TrimPrefix(text, []byte("\xEF\xBB\xBF"))
	read := csv.NewReader(bytes.NewReader(text))
	first, _, _ := bytes.Cut(text, []byte("\n"))
	if bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		read.Comma = ';'
	}
	rows, err := read.ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errors.New("it is empty")
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, name := range []string{"cell", "decision", "until", "comment"} {
		if _, ok := at[name]; !ok {
			return nil, fmt.Errorf("line 1: there is no column %q", name)
		}
	}
	var out []Decision
	seen := map[string]int{}
	for i, row := range rows[1:] {
		field := func(name string) string {
			if i, ok := at[name]; ok {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		d := Decision{Cell: field("cell"), Principal: field("principal"), Store: field("store"), Decision: strings.ToLower(field("decision")), Comment: field("comment"), Line: i + 2}
		if d.Decision != "" && !slices.Contains(Decisions, d.Decision) {
			return nil, fmt.Errorf("line %d: the decision %q is none of %s", d.Line, d.Decision, strings.Join(Decisions, ", "))
		}
		if until := field("until"); until != "" {
			if d.Until, err = time.Parse(time.DateOnly, until); err != nil {
				return nil, fmt.Errorf("line %d: until is a date such as 2027-03-31, not %q", d.Line, until)
			}
		}
		if d.Decision == TimeBound && d.Until.IsZero() {
			return nil, fmt.Errorf("line %d: a time-bound access needs a last day in the column until", d.Line)
		}
		if other, ok := seen[d.Cell]; ok {
			return nil, fmt.Errorf("line %d: the cell %s stands in line %d already", d.Line, d.Cell, other)
		}
		seen[d.Cell] = d.Line
		out = append(out, d)
	}
	return out, nil
}

// Match holds decisions to the review: a line whose cell is of another pair than
// the line says was decided about something else than it would count for.
func (r *Review) Match(decisions []Decision) error {
	same := func(said, is string) bool {
		return said == "" || said == strings.TrimSpace(is) || said == strings.TrimSpace(plain(is))
	}
	for _, d := range decisions {
		i := slices.IndexFunc(r.Cells, func(c Cell) bool { return c.ID == d.Cell })
		if i < 0 {
			return fmt.Errorf("line %d: the review has no cell %q", d.Line, d.Cell)
		}
		if c := r.Cells[i]; !same(d.Principal, c.Principal) || !same(d.Store, c.Store) {
			return fmt.Errorf("line %d: the cell %s is of %s and %s, and the line is about %s and %s", d.Line, d.Cell, c.Principal, c.Store, d.Principal, d.Store)
		}
	}
	return nil
}
