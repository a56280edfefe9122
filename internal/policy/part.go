// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import "strings"

// Each returns the element's entries one by one, each as an element of its own,
// for questions about a part of a statement. An element that is absent is
// returned as it is.
func (p *Patterns) Each() []*Patterns {
	if p == nil || len(p.List) < 2 {
		return []*Patterns{p}
	}
	out := make([]*Patterns, len(p.List))
	for i, e := range p.List {
		out[i] = patternsOf(e)
	}
	return out
}

// ByService returns the element's entries by the part before the colon, those
// of one service as one element, in the order in which services first stand.
func (p *Patterns) ByService() []*Patterns {
	if p == nil || len(p.List) < 2 {
		return []*Patterns{p}
	}
	var order []string
	lists := map[string][]*Pattern{}
	for _, e := range p.List {
		service, _, _ := strings.Cut(strings.ToLower(e.Text.Value), ":")
		if lists[service] == nil {
			order = append(order, service)
		}
		lists[service] = append(lists[service], e)
	}
	var out []*Patterns
	for _, service := range order {
		out = append(out, patternsOf(lists[service]...))
	}
	return out
}

func patternsOf(list ...*Pattern) *Patterns {
	out := &Patterns{List: list, Range: list[0].Text.Range}
	out.index()
	return out
}
