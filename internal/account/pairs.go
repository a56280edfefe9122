// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

// Pair is one principal before and after; one of the two may be nil.
type Pair struct {
	Before, After *Principal
}

// Pairs joins the principals of both sides by address, a moved one through its
// previous address, in the order of the after side, then what only stood before.
func (c *Change) Pairs() []Pair {
	if c == nil {
		return nil
	}
	return Join(c.Before, c.After)
}

// Join pairs the principals of two accounts as [Change.Pairs] does.
func Join(before, after *Account) []Pair {
	var out []Pair
	old := map[string]*Principal{}
	if before != nil {
		for _, p := range before.Principals {
			old[p.Key()] = p
		}
	}
	used := map[*Principal]bool{}
	if after != nil {
		for _, p := range after.Principals {
			b := old[p.PreviousKey()]
			used[b] = b != nil
			out = append(out, Pair{Before: b, After: p})
		}
	}
	if before != nil {
		for _, p := range before.Principals {
			if !used[p] {
				out = append(out, Pair{Before: p})
			}
		}
	}
	return out
}
