// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import "fmt"

func decodeServiceBlock(p *pack, i int) (*Service, error) {
	raw, err := p.block(i)
	if err != nil {
		return nil, err
	}
	s, err := decodeService(p.entries[i].key, raw)
	if err != nil {
		return nil, fmt.Errorf("service %q: %w", p.entries[i].key, err)
	}
	if uint64(len(s.Actions)) != p.entries[i].meta {
		return nil, fmt.Errorf("service %q has %d actions, the index says %d", s.Prefix, len(s.Actions), p.entries[i].meta)
	}
	return s, nil
}

// decodeService reads a block that [EncodeService] wrote.
func decodeService(prefix string, raw []byte) (*Service, error) {
	d := decoder{rest: string(raw)} // one copy, of which every name below is a part
	s := &Service{Prefix: prefix, Name: d.str(), SupportsRCP: d.int(flagSupportsRCP) == flagSupportsRCP}
	actionNames, keyNames, typeNames, deps := d.lines(), d.lines(), d.lines(), d.lines()

	s.ResourceTypes = emptyIsNil(make([]ResourceType, len(typeNames)))
	for i, n := range typeNames {
		s.ResourceTypes[i] = ResourceType{Name: n, ARNs: d.lines()}
	}
	s.ConditionKeys = emptyIsNil(make([]ConditionKey, len(keyNames)))
	for i, n := range keyNames {
		s.ConditionKeys[i] = decodeKeyType(&d, n)
	}
	keySets := d.lists(keyNames, true)
	depLists := d.lists(deps, false)
	for i := range s.ResourceTypes {
		s.ResourceTypes[i].ConditionKeys = pick(&d, keySets)
	}

	resources := make([]ActionResource, d.count(3))
	for i := range resources {
		v := d.index(len(typeNames) << 1)
		if d.err == nil {
			resources[i] = ActionResource{Type: typeNames[v>>1], Required: v&1 == 1}
		}
	}
	for i := range resources {
		resources[i].ConditionKeys = pick(&d, keySets)
	}
	for i := range resources {
		resources[i].DependentActions = pick(&d, depLists)
	}
	resourceLists := make([][]ActionResource, d.count(1))
	for i := range resourceLists {
		resourceLists[i] = decodeList(&d, resources)
	}

	s.Actions = emptyIsNil(make([]Action, len(actionNames)))
	for i, n := range actionNames {
		s.Actions[i] = Action{Name: n, Level: AccessLevel(d.int(int(allAccessLevels)))}
	}
	for i := range s.Actions {
		s.Actions[i].Resources = pick(&d, resourceLists)
	}
	for i := range s.Actions {
		s.Actions[i].ConditionKeys = pick(&d, keySets)
	}
	for i := range s.Actions {
		s.Actions[i].DependentActions = pick(&d, depLists)
	}
	return s, d.end()
}

// lists reads a table of lists of names; in a table of sets each index is written as the distance from the one before.
func (d *decoder) lists(names []string, distances bool) [][]string {
	table := make([][]string, d.count(1))
	for i := range table {
		n := d.count(1)
		if n == 0 {
			continue
		}
		list := make([]string, n)
		at := 0
		for j := range list {
			if distances {
				at += d.index(len(names) - at)
			} else {
				at = d.index(len(names))
			}
			if d.err != nil {
				return table
			}
			list[j] = names[at]
		}
		table[i] = list
	}
	return table
}

// decodeList reads a list of indexes into all.
func decodeList[T any](d *decoder, all []T) []T {
	n := d.count(1)
	if n == 0 {
		return nil
	}
	list := make([]T, n)
	for i := range list {
		list[i] = pick(d, all)
	}
	return list
}

// pick reads an index into list and returns what stands there.
func pick[T any](d *decoder, list []T) T {
	i := d.index(len(list))
	if d.err != nil {
		var zero T
		return zero
	}
	return list[i]
}

// DecodeServices reads every block of a file of services. It serves the generator, which checks its work with it.
func DecodeServices(file []byte) ([]*Service, error) {
	p, err := openPack(string(file))
	if err != nil {
		return nil, err
	}
	list := make([]*Service, len(p.entries))
	for i := range list {
		if list[i], err = decodeServiceBlock(p, i); err != nil {
			return nil, err
		}
	}
	return list, nil
}
