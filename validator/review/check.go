// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package review

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Problem is why a review does not hold.
type Problem struct {
	// Kind is "overdue", "undecided", "not-signed" or "not-carried-out".
	Kind string `json:"kind"`
	// Cell is the cell's identifier, "" for the review as a whole.
	Cell      string `json:"cell"`
	Principal string `json:"principal"`
	Store     string `json:"store"`
	Reason    string `json:"reason"`
}

// Check says what is overdue, undecided, or was decided and not carried out.
// current is a review of the access as it is now, or nil: then it is not known
// what was carried out. maxAge is how long a review holds.
func Check(r *Review, decisions []Decision, current *Review, now time.Time, maxAge time.Duration) []Problem {
	var out []Problem
	due := r.Created.Add(maxAge)
	switch {
	case r.Created.After(now.AddDate(0, 0, 1)): // --now may name a day by its beginning
		out = append(out, Problem{Kind: "overdue", Reason: fmt.Sprintf("the review is of %s, which has not come yet, so that it says nothing of today", r.Created.Format(time.DateOnly))})
	case now.After(due):
		out = append(out, Problem{Kind: "overdue", Reason: fmt.Sprintf("the review is of %s, and the next was due on %s", r.Created.Format(time.DateOnly), due.Format(time.DateOnly))})
	}
	for _, c := range r.Cells {
		problem := func(kind, format string, args ...any) {
			out = append(out, Problem{Kind: kind, Cell: c.ID, Principal: c.Principal, Store: c.Store, Reason: fmt.Sprintf(format, args...)})
		}
		i := slices.IndexFunc(decisions, func(d Decision) bool { return d.Cell == c.ID })
		if i < 0 || decisions[i].Decision == "" {
			problem("undecided", "nobody has decided about it")
			continue
		}
		now, d := c.in(current), decisions[i]
		switch {
		case current == nil || now == nil:
		case d.Decision == Remove:
			problem("not-carried-out", "it was to be removed, and is there still (%s)", now.levels())
		case d.Decision == Reduce && now.Meaning == c.Meaning:
			problem("not-carried-out", "it was to be reduced, and is as it was (%s)", now.levels())
		}
		if d.Decision == TimeBound && current != nil && now != nil && pastDay(d.Until, current.Created) {
			problem("not-carried-out", "it was to end after %s, and is there still", d.Until.Format(time.DateOnly))
		}
	}
	if current == nil {
		return out
	}
	for _, c := range current.Cells {
		old := c.in(r)
		switch more := c.beyond(old); {
		case old == nil:
			out = append(out, Problem{Kind: "undecided", Cell: c.ID, Principal: c.Principal, Store: c.Store, Reason: "it came since the review (" + c.levels() + ")"})
		case more != "":
			out = append(out, Problem{Kind: "undecided", Cell: c.ID, Principal: c.Principal, Store: c.Store, Reason: "it has grown since the review: " + more})
		}
	}
	return out
}

// pastDay reports whether a day is over at a time.
func pastDay(day, at time.Time) bool { return !at.Before(day.AddDate(0, 0, 1)) }

// in finds the same cell in another review, or nil.
func (c *Cell) in(r *Review) *Cell {
	if r == nil {
		return nil
	}
	for i := range r.Cells {
		if r.Cells[i].ID == c.ID {
			return &r.Cells[i]
		}
	}
	return nil
}

// beyond lists the levels that another cell does not have.
func (c *Cell) beyond(old *Cell) string {
	var more []string
	for _, l := range c.Levels {
		if old != nil && !slices.ContainsFunc(old.Levels, func(o Level) bool { return o.Level == l.Level }) {
			more = append(more, l.Level)
		}
	}
	return strings.Join(more, ", ")
}

func (c *Cell) levels() string {
	var out []string
	for _, l := range c.Levels {
		out = append(out, l.Level)
	}
	return strings.Join(out, ", ")
}

// Difference is what changed about one cell between two reviews.
type Difference struct {
	Principal string `json:"principal"`
	Store     string `json:"store"`
	// Gained and Lost are levels; Other says that the same levels come another way.
	Gained []string `json:"gained"`
	Lost   []string `json:"lost"`
	Other  bool     `json:"other"`
}

// Diff lists what changed from one review to another.
func Diff(before, after *Review) []Difference {
	out := []Difference{}
	names := func(c *Cell) []string {
		list := []string{}
		if c != nil {
			for _, l := range c.Levels {
				list = append(list, l.Level)
			}
		}
		return list
	}
	minus := func(a, b []string) []string {
		return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
	}
	add := func(old, now *Cell, at Cell) {
		d := Difference{Principal: at.Principal, Store: at.Store, Gained: minus(names(now), names(old)), Lost: minus(names(old), names(now))}
		d.Other = old != nil && now != nil && len(d.Gained)+len(d.Lost) == 0 && old.Meaning != now.Meaning
		if len(d.Gained)+len(d.Lost) > 0 || d.Other {
			out = append(out, d)
		}
	}
	for i := range after.Cells {
		c := after.Cells[i]
		add(c.in(before), &c, c)
	}
	for i := range before.Cells {
		if c := before.Cells[i]; c.in(after) == nil {
			add(&c, nil, c)
		}
	}
	return out
}
