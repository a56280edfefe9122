// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"fmt"
	"slices"
	"sort"
)

// A service block holds one service column by column, because equal columns compress far better than rows:
//
//	name, flags
//	lines: action names, condition key names, resource type names, dependent actions
//	per resource type, lines: ARN patterns
//	per condition key: type and whether it is multi-valued
//	sets of condition keys, as ascending indexes, each written as the distance from the one before
//	lists of dependent actions, as indexes
//	per resource type: set of condition keys
//	action resources that occur: type and whether required; then their key sets; then their dependent lists
//	lists of action resources, as indexes
//	per action: access level; then resource list; then key set; then dependent list
//
// Sets and lists that recur are written once, and shared after decoding as well.

const flagSupportsRCP = 1

// EncodeService writes one service block for [EncodePack]; the block's key is the prefix and its meta the number of
// actions. It serves the generator. Everything must be sorted as the fields of [Service] say, and every name that is
// referred to must be there.
func EncodeService(s *Service) ([]byte, error) {
	enc := serviceEncoder{service: s, keySets: newInterner(), deps: newInterner(), depLists: newInterner()}
	return enc.encode()
}

type serviceEncoder struct {
	service  *Service
	keySets  *interner
	deps     *interner
	depLists *interner
	err      error
}

// encodedResource is an [ActionResource] by numbers.
type encodedResource struct{ typeAndRequired, keySet, depList int }

func (enc *serviceEncoder) encode() ([]byte, error) {
	s := enc.service
	enc.checkSorted()
	typeSets := make([]int, len(s.ResourceTypes))
	for i, t := range s.ResourceTypes {
		typeSets[i] = enc.keySet(t.ConditionKeys)
	}
	var resources []encodedResource
	resourceIDs := map[encodedResource]int{}
	lists := newInterner()
	type row struct{ list, keySet, depList int }
	rows := make([]row, len(s.Actions))
	for i, a := range s.Actions {
		var list []int
		for _, r := range a.Resources {
			er := enc.resource(r)
			id, ok := resourceIDs[er]
			if !ok {
				id = len(resources)
				resourceIDs[er] = id
				resources = append(resources, er)
			}
			list = append(list, id)
		}
		rows[i] = row{lists.ints(list), enc.keySet(a.ConditionKeys), enc.depList(a.DependentActions)}
	}
	if enc.err != nil {
		return nil, fmt.Errorf("service %q: %w", s.Prefix, enc.err)
	}

	var e encoder
	e.str(s.Name)
	flags := 0
	if s.SupportsRCP {
		flags |= flagSupportsRCP
	}
	e.int(flags)
	e.lines(names(s.Actions, func(a Action) string { return a.Name }))
	e.lines(names(s.ConditionKeys, func(k ConditionKey) string { return k.Name }))
	e.lines(names(s.ResourceTypes, func(t ResourceType) string { return t.Name }))
	e.lines(enc.deps.texts)
	for _, t := range s.ResourceTypes {
		e.lines(t.ARNs)
	}
	for _, k := range s.ConditionKeys {
		code, err := encodeKeyType(k)
		if err != nil {
			return nil, fmt.Errorf("service %q: %w", s.Prefix, err)
		}
		e.int(code)
	}
	enc.keySets.write(&e)
	enc.depLists.write(&e)
	for _, v := range typeSets {
		e.int(v)
	}
	e.int(len(resources))
	for _, column := range []func(encodedResource) int{
		func(r encodedResource) int { return r.typeAndRequired },
		func(r encodedResource) int { return r.keySet },
		func(r encodedResource) int { return r.depList },
	} {
		for _, r := range resources {
			e.int(column(r))
		}
	}
	lists.write(&e)
	for _, a := range s.Actions {
		e.int(int(a.Level))
	}
	for _, column := range []func(row) int{
		func(r row) int { return r.list },
		func(r row) int { return r.keySet },
		func(r row) int { return r.depList },
	} {
		for _, r := range rows {
			e.int(column(r))
		}
	}
	return e.buf, nil
}

// checkSorted refuses what binary search could not find again.
func (enc *serviceEncoder) checkSorted() {
	s := enc.service
	for what, list := range map[string][]string{
		"actions":        names(s.Actions, func(a Action) string { return a.Name }),
		"condition keys": names(s.ConditionKeys, func(k ConditionKey) string { return k.Name }),
		"resource types": names(s.ResourceTypes, func(t ResourceType) string { return t.Name }),
	} {
		for i := 1; i < len(list); i++ {
			if compareFold(list[i-1], list[i]) >= 0 && enc.err == nil {
				enc.err = fmt.Errorf("%s: %q must sort after %q", what, list[i], list[i-1])
			}
		}
	}
	for _, a := range s.Actions {
		if (a.Level == 0 || a.Level&^allAccessLevels != 0) && enc.err == nil {
			enc.err = fmt.Errorf("action %q has no valid access level", a.Name)
		}
	}
}

func (enc *serviceEncoder) resource(r ActionResource) encodedResource {
	s := enc.service
	i, ok := sort.Find(len(s.ResourceTypes), func(i int) int { return compareFold(r.Type, s.ResourceTypes[i].Name) })
	if (!ok || s.ResourceTypes[i].Name != r.Type) && enc.err == nil {
		enc.err = fmt.Errorf("unknown resource type %q", r.Type)
	}
	v := i << 1
	if r.Required {
		v |= 1
	}
	return encodedResource{v, enc.keySet(r.ConditionKeys), enc.depList(r.DependentActions)}
}

// keySet interns a set of keys as the distances between ascending indexes.
func (enc *serviceEncoder) keySet(keys []string) int {
	list := make([]int, len(keys))
	before := 0
	for n, key := range keys {
		all := enc.service.ConditionKeys
		i, ok := sort.Find(len(all), func(i int) int { return compareFold(key, all[i].Name) })
		if (!ok || all[i].Name != key || i < before) && enc.err == nil {
			enc.err = fmt.Errorf("condition key %q is unknown or out of order", key)
		}
		list[n] = i - before
		before = i
	}
	return enc.keySets.ints(list)
}

func (enc *serviceEncoder) depList(actions []string) int {
	list := make([]int, len(actions))
	for i, a := range actions {
		list[i] = enc.deps.text(a)
	}
	return enc.depLists.ints(list)
}

// interner numbers distinct texts, or distinct lists of numbers, by their first appearance.
type interner struct {
	ids   map[string]int
	texts []string
	lists [][]int
}

func newInterner() *interner { return &interner{ids: map[string]int{}} }

func (in *interner) text(s string) int {
	id, ok := in.ids[s]
	if !ok {
		id = len(in.texts)
		in.ids[s] = id
		in.texts = append(in.texts, s)
	}
	return id
}

func (in *interner) ints(list []int) int {
	id := in.text(fmt.Sprint(list))
	if id == len(in.lists) {
		in.lists = append(in.lists, slices.Clone(list))
	}
	return id
}

func (in *interner) write(e *encoder) {
	e.int(len(in.lists))
	for _, list := range in.lists {
		e.ints(list)
	}
}

func names[T any](list []T, name func(T) string) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = name(v)
	}
	return out
}
