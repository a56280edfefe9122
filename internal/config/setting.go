// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"
)

// reader reads the value of one argument and reports its mistakes.
type reader[T any] struct {
	kind  kind
	read  func(d *decoder, a *hcl.Attribute) (T, bool)
	plain func(T) any
}

// weaker says in what a new value asks for less than the one before, or "".
type weaker[T any] func(before, after T) string

// setting makes the field of one argument that is kept at a place of the
// configuration. less is nil where no value is weaker than another.
func setting[T any](d *decoder, name, doc string, r reader[T], to *T, less weaker[T]) field {
	f := field{name: name, doc: doc, kind: r.kind}
	f.decode = func(path string, a *hcl.Attribute) {
		v, ok := r.read(d, a)
		if !ok {
			return
		}
		if less != nil {
			if why := less(*to, v); why != "" {
				d.guard(path, why, a.Range)
			}
		}
		*to = v
		d.config.origins[path] = a.Range
	}
	f.value = func() any { return r.plain(*to) }
	return f
}

func (f field) must() field { f.required = true; return f }

func (f field) or(fallback string) field { f.fallback = fallback; return f }

// after runs once the argument is read and was in order.
func (f field) then(do func(a *hcl.Attribute)) field {
	decode := f.decode
	f.decode = func(path string, a *hcl.Attribute) {
		decode(path, a)
		do(a)
	}
	return f
}

// The ways in which one value can ask for less than another.

func unchanged[T comparable](before, after T) string {
	if before != after {
		return "it may not be changed"
	}
	return ""
}

func stillTrue(before, after bool) string {
	if before && !after {
		return "it is true and may not be made false"
	}
	return ""
}

func notMadeTrue(before, after bool) string {
	if !before && after {
		return "it may not be made true"
	}
	return ""
}

// keepsAll: everything that was there has to stay.
func keepsAll(before, after []string) string {
	for _, s := range before {
		if !slices.Contains(after, s) {
			return fmt.Sprintf("%q may not be left out", s)
		}
	}
	return ""
}

// keepsChosen: keepsAll, and where nothing was chosen the default is not turned off
// by choosing nothing.
func keepsChosen(before, after []string) string {
	if before == nil && len(after) == 0 {
		return "it may not be emptied"
	}
	return keepsAll(before, after)
}

// addsNone: nothing may come to what was there.
func addsNone(before, after []string) string {
	for _, s := range after {
		if !slices.Contains(before, s) {
			return fmt.Sprintf("%q may not be added", s)
		}
	}
	return ""
}

// narrows: a list in which an empty one stands for anything may only be cut.
func narrows(before, after []string) string {
	switch {
	case len(before) == 0:
		return ""
	case len(after) == 0:
		return "it may not be emptied"
	}
	return addsNone(before, after)
}

func keepsTags(before, after map[string][]string) string {
	for _, key := range sortedKeys(before) {
		if keepsAll(before[key], after[key]) != "" {
			return fmt.Sprintf("the values of the tag %q may not be left out", key)
		}
	}
	return ""
}

func keepsEntries(before, after map[string]string) string {
	for _, key := range sortedKeys(before) {
		if after[key] != before[key] {
			return fmt.Sprintf("%q may not be changed or left out", key)
		}
	}
	return ""
}

// ours: fewer accounts of ours are more that are external. Where none are told, the
// one that is planned for is.
func ours(before, after map[string]string) string {
	if len(after) == 0 && len(before) > 0 {
		return "it may not be emptied"
	}
	had := map[string]bool{}
	for _, number := range before {
		had[number] = true
	}
	for _, key := range sortedKeys(after) {
		if !had[after[key]] {
			return fmt.Sprintf("the account %s may not be added", after[key])
		}
	}
	return ""
}

func notEarlier(before, after time.Time) string {
	if after.Before(before) {
		return "it may not be an earlier day"
	}
	return ""
}

// atMost: a limit that may only fall; limit is what holds where none was set.
func atMost(limit func() time.Duration) weaker[time.Duration] {
	return func(before, after time.Duration) string {
		if before == 0 {
			before = limit()
		}
		if before != 0 && (after > before || after == 0) {
			return "it may be at most " + durationOf(before)
		}
		return ""
	}
}

func atLeast(least func() time.Duration) weaker[time.Duration] {
	return func(_, after time.Duration) string {
		if after < least() {
			return "it must be at least " + durationOf(least())
		}
		return ""
	}
}

func noLimit() time.Duration { return 0 }

func numberAtLeast(least func() int) weaker[int] {
	return func(_, after int) string {
		if after < least() {
			return fmt.Sprintf("it must be at least %d", least())
		}
		return ""
	}
}
