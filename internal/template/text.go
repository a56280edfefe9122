// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/zclconf/go-cty/cty"
)

// Text is a string of a document. Parts of it that are unknown stand as hole
// characters (see [policy.HoleRune]).
type Text string

// Known reports whether no part of the text is unknown.
func (t Text) Known() bool { return !strings.ContainsFunc(string(t), isHole) }

func isHole(r rune) bool { return r >= policy.HoleRune(0) && r < policy.HoleRune(maxHoles) }

// maxHoles is how many characters there are to stand for holes.
const maxHoles = 0xFFFD

// Texts is a list of strings of a document.
type Texts struct {
	Values []Text
	// Unknown says that not even the length of the list is known.
	Unknown bool
}

// Known reports whether the list and all of its texts are known.
func (t Texts) Known() bool {
	for _, v := range t.Values {
		if !v.Known() {
			return false
		}
	}
	return !t.Unknown
}

// holes numbers the unknown parts of one rendering.
type holes struct {
	list []policy.Hole
	// full says that there were more than there are characters for.
	full bool
}

// add returns a text of one hole. A wild hole may be anything, wildcards
// included; another one is one fixed text.
func (h *holes) add(name string, wild bool) string {
	if len(h.list) >= maxHoles {
		h.full = true
		return string(policy.HoleRune(maxHoles - 1))
	}
	h.list = append(h.list, policy.Hole{Name: name, Wild: wild})
	return string(policy.HoleRune(len(h.list) - 1))
}

// fill puts a hole in the place of every unknown string in a value. Unknown
// numbers, booleans and collections stay unknown. A hole is wild where the
// parameter lets wildcards through.
func (h *holes) fill(name string, v cty.Value, wild bool) cty.Value {
	out, err := cty.Transform(v, func(p cty.Path, v cty.Value) (cty.Value, error) {
		if v.Type() == cty.String && !v.IsKnown() {
			return cty.StringVal(h.add(name+pathText(p), wild)), nil
		}
		return v, nil
	})
	if err != nil {
		return v
	}
	return out
}

// pathText writes a path as it stands in HCL: [0].arn.
func pathText(p cty.Path) string {
	var b strings.Builder
	for _, step := range p {
		switch s := step.(type) {
		case cty.GetAttrStep:
			b.WriteString("." + s.Name)
		case cty.IndexStep:
			switch {
			case !s.Key.IsKnown() || s.Key.IsNull():
				b.WriteString("[*]")
			case s.Key.Type() == cty.Number:
				b.WriteString("[" + s.Key.AsBigFloat().Text('f', 0) + "]")
			case s.Key.Type() == cty.String:
				b.WriteString("[\"" + s.Key.AsString() + "\"]")
			default:
				b.WriteString("[*]")
			}
		}
	}
	return b.String()
}
