// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

// formula is a Boolean combination of boxes in negation normal form.
type formula struct {
	op   op
	subs []*formula // of and, or
	box  *box       // of is, isNot
}

type op uint8

const (
	and op = iota // no subs: true
	or            // no subs: false
	is
	isNot
)

var (
	always = &formula{op: and}
	never  = &formula{op: or}
)

func isBox(b *box) *formula { return &formula{op: is, box: b} }

func allOf(subs ...*formula) *formula { return join(and, subs) }

func anyOf(subs ...*formula) *formula { return join(or, subs) }

// join flattens and drops what does not matter.
func join(o op, subs []*formula) *formula {
	out := &formula{op: o}
	for _, s := range subs {
		switch {
		case s.op == o:
			out.subs = append(out.subs, s.subs...)
		case s.box == nil && len(s.subs) == 0: // the constant that decides the whole
			return s
		default:
			out.subs = append(out.subs, s)
		}
	}
	if len(out.subs) == 1 {
		return out.subs[0]
	}
	return out
}

// not returns the negation, again in negation normal form.
func not(f *formula) *formula {
	switch f.op {
	case is:
		return &formula{op: isNot, box: f.box}
	case isNot:
		return &formula{op: is, box: f.box}
	}
	out := &formula{op: and + or - f.op}
	for _, s := range f.subs {
		out.subs = append(out.subs, not(s))
	}
	return out
}
