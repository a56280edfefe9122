// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

// Each returns the element's entries one by one, each as an element of its own,
// for questions about a part of a statement. An element that is absent is
// returned as it is.
func (p *Patterns) Each() []*Patterns {
	if p == nil || len(p.List) < 2 {
		return []*Patterns{p}
	}
	out := make([]*Patterns, len(p.List))
	for i, e := range p.List {
		out[i] = &Patterns{List: []*Pattern{e}, Range: e.Text.Range}
		out[i].index()
	}
	return out
}
