// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package glob

// overlapCells bounds the work of Overlap: two patterns of some 500 characters.
const overlapCells = 1 << 18

// Overlap reports whether some text is one of both globs. It decides that where
// neither has an opaque place; such a place counts as any text. Patterns that are
// too long to be compared within a bound overlap as well.
//
// It walks both side by side: a cell is a place in each that one and the same
// text leads to.
func Overlap(a, b *Glob) bool {
	if a.Fold != b.Fold {
		return true
	}
	x, y := a.Tokens, b.Tokens
	for len(x) > 0 && len(y) > 0 && x[0].IsLetter() && y[0].IsLetter() {
		if x[0] != y[0] {
			return false
		}
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1].IsLetter() && y[len(y)-1].IsLetter() {
		if x[len(x)-1] != y[len(y)-1] {
			return false
		}
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	if len(x)*len(y) > overlapCells {
		return true
	}
	var room [2][128]bool
	row, next := room[0][:], room[1][:]
	if len(y)+1 > len(row) {
		row, next = make([]bool, len(y)+1), make([]bool, len(y)+1)
	}
	row[0] = true
	for i := 0; ; i++ {
		alive := false
		for j := 0; j <= len(y); j++ {
			if !row[j] {
				continue
			}
			alive = true
			anyX, anyY := i < len(x) && takesMany(x[i]), j < len(y) && takesMany(y[j])
			if anyX {
				next[j] = true // takes nothing
			}
			if anyY {
				row[j+1] = true
			}
			if i == len(x) || j == len(y) || !agree(x[i], y[j]) {
				continue
			}
			switch {
			case anyX:
				row[j+1] = true
			case anyY:
				next[j] = true
			default:
				next[j+1] = true
			}
		}
		if i == len(x) {
			return row[len(y)]
		}
		if !alive {
			return false
		}
		row, next = next, row
		clear(next)
	}
}

// takesMany reports whether a token matches texts of any length.
func takesMany(t Token) bool { return t.IsStar() || t.IsOpaque() }

// agree reports whether some character is one of both tokens.
func agree(t, s Token) bool {
	if t.IsLetter() && s.IsLetter() {
		return t == s
	}
	colon := Letter(':')
	within := func(t Token) bool { return t == SegmentStar || t == SegmentAny }
	return !(within(t) && s == colon) && !(within(s) && t == colon)
}
