// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package glob

import "math"

// Budget bounds the work of searches and comparisons; it is shared by those
// that make up one question. The zero value has less than one step left. A nil
// budget is without bound.
type Budget struct {
	// States is what is left, in steps of about 1,000 elementary operations.
	States int
	ops    int
}

// stepOps is how many elementary operations (one place of one pattern moved
// over one letter) make up one step, and bytesPerOp how much memory may be
// kept for each.
const (
	stepOps    = 1024
	bytesPerOp = 4
)

// Spend takes an amount of elementary operations from the budget.
func (b *Budget) Spend(ops int) {
	if b != nil {
		b.ops += ops
		b.States -= b.ops / stepOps
		b.ops %= stepOps
	}
}

// Keep takes what it costs to keep this many bytes.
func (b *Budget) Keep(bytes int) { b.Spend(bytes / bytesPerOp) }

// Spent reports whether nothing is left.
func (b *Budget) Spent() bool { return b != nil && b.States < 0 }

// left is how many elementary operations are left. Those of comparisons are
// quicker than those of an automaton: four count as one.
func (b *Budget) left() int {
	if b == nil {
		return math.MaxInt
	}
	return 4 * stepOps * (b.States + 1)
}

// Covers is the function Covers within the budget. With a spent budget it shows
// nothing and returns false.
func (b *Budget) Covers(x, y *Glob) bool {
	if b.Spent() {
		return false
	}
	yes, ops := covers(x, y, b.left())
	b.Spend(ops/4 + 1)
	return yes
}

// Disjoint is the function Disjoint within the budget. With a spent budget it
// shows nothing and returns false.
func (b *Budget) Disjoint(x, y *Glob) bool {
	if b.Spent() {
		return false
	}
	yes, ops := disjoint(x, y, b.left())
	b.Spend(ops/4 + 1)
	return yes
}
