// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"strings"
	"unicode/utf8"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// hole is a value that is not known until apply.
type hole struct {
	// name is the reference, or the expression over references, that will give
	// the value.
	name string
	// wild says that the value may be anything; otherwise it is one text
	// without wildcards, neither null nor empty.
	wild bool
	// quiet says that the value, whatever it is, holds no quotes or backslashes,
	// so that it stays inside the quotes of a text in JSON.
	quiet bool
	// why says what was not decided, where the value is not simply an attribute.
	why string
	// settle says what would decide it; "" where nothing but apply does.
	settle string
	// lead holds, for a list, the elements that it is known to begin with, each
	// followed by NUL; one that is not known is "\x01".
	lead string
	// address and attribute are what the hole stands for, where that is one
	// attribute of one resource.
	address, attribute string
}

// holeMark marks an unknown value that stands for the hole with this index.
type holeMark int

// unordered marks a list whose order, or length, depends on holes in it.
type unordered struct{}

// sensitiveMark marks what the plan or the configuration calls sensitive.
type sensitiveMark struct{}

// In strings each hole is one character of the supplementary private-use areas,
// which AWS accepts in no document: an even one as it was interpolated, the odd
// one after it once jsonencode has made sure that the value stays inside its
// quotes.
const (
	firstRune  = 0xF0000
	secondArea = 0x100000
	inFirst    = 0xFFFE // characters used of the first area
	inSecond   = 0xFFFE
	maxHoles   = (inFirst + inSecond) / 2
)

func holeRune(id int, quoted bool) rune {
	n := rune(2 * id)
	if quoted {
		n++
	}
	if n < inFirst {
		return firstRune + n
	}
	return secondArea + n - inFirst
}

// holeOf is the inverse of holeRune; ok is false for every other character.
func holeOf(r rune) (id int, quoted, ok bool) {
	n := 0
	switch {
	case r >= firstRune && r < firstRune+inFirst:
		n = int(r - firstRune)
	case r >= secondArea && r < secondArea+inSecond:
		n = int(r-secondArea) + inFirst
	default:
		return 0, false, false
	}
	return n / 2, n%2 == 1, true
}

// mayHoldHole is a quick test: in UTF-8 all characters from U+C0000 on start
// with the bytes F3 or F4.
func mayHoldHole(s string) bool {
	return strings.IndexByte(s, 0xF3) >= 0 || strings.IndexByte(s, 0xF4) >= 0
}

// eachHole calls f for each hole in s.
func eachHole(s string, f func(id int, quoted bool)) {
	if !mayHoldHole(s) {
		return
	}
	for _, r := range s {
		if id, quoted, ok := holeOf(r); ok {
			f(id, quoted)
		}
	}
}

// wholeHole returns the hole that is all of s.
func wholeHole(s string) (id int, ok bool) {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || n != len(s) {
		return 0, false
	}
	id, _, ok = holeOf(r)
	return id, ok
}

// requote rewrites the holes of s as quoted, or as not quoted.
func requote(s string, quoted bool) string {
	if !mayHoldHole(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if id, _, ok := holeOf(r); ok {
			return holeRune(id, quoted)
		}
		return r
	}, s)
}

// holes is the table of all holes of an evaluation.
type holes struct {
	list []hole
	ids  map[hole]int
}

// id returns the hole's index; ok is false where there is no room left.
func (h *holes) id(x hole) (int, bool) {
	if id, ok := h.ids[x]; ok {
		return id, true
	}
	if len(h.list) == maxHoles {
		return 0, false
	}
	if h.ids == nil {
		h.ids = map[hole]int{}
	}
	h.ids[x] = len(h.list)
	h.list = append(h.list, x)
	return len(h.list) - 1, true
}

// show writes a text for people, holes as <name>.
func (h *holes) show(s string) string {
	if !mayHoldHole(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if id, _, ok := holeOf(r); ok && id < len(h.list) {
			b.WriteString("<" + h.list[id].name + ">")
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// text turns a string of the evaluation into one with the document's own
// numbering of holes.
func (h *holes) text(s string) (string, []policy.Hole, []Origin) {
	if !mayHoldHole(s) {
		return s, nil, nil
	}
	var list []policy.Hole
	var origins []Origin
	index := map[int]int{}
	out := strings.Map(func(r rune) rune {
		id, _, ok := holeOf(r)
		if !ok || id >= len(h.list) {
			return r
		}
		i, seen := index[id]
		if !seen {
			i = len(list)
			index[id] = i
			x := h.list[id]
			list = append(list, policy.Hole{Name: x.name, Wild: x.wild})
			origins = append(origins, Origin{Address: x.address, Attribute: x.attribute, Reason: x.why, SettledBy: x.settle, Absent: x.settle == settleModules})
		}
		return policy.HoleRune(i)
	}, s)
	return out, list, origins
}
