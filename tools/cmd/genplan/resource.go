// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"maps"
	"slices"
)

const provider = "registry.terraform.io/hashicorp/aws"

// kind is what a team's module has several resources of: one block each, or one
// block with a count.
type kind struct {
	name, label string
	count       int
	counted     bool
	// fixed says that no argument can be changed in place.
	fixed bool
	// values are all attributes of hashicorp/aws 5.100.0.
	values func(r resource) object
	// computed are those that are not known before the resource exists.
	computed []string
	// arguments are those that the configuration gives, by what they refer to;
	// nil is a constant.
	arguments map[string][]string
}

// team are the resources of a team by their blocks, a quarter of them IAM's.
var team = func() (out []resource) {
	for i := range kinds {
		for number := range kinds[i].count {
			out = append(out, resource{kind: &kinds[i], number: number})
		}
	}
	return out
}()

// perTeam is how many resources a team has.
var perTeam = len(team)

// resource is one resource of the estate.
type resource struct {
	kind   *kind
	team   int
	number int // among those of its block
	serial int // among all
}

// newResource returns a resource of the team with this number.
func newResource(number, i int) resource {
	r := team[i]
	r.team, r.serial = number, number*perTeam+i
	return r
}

func call(team int) string { return fmt.Sprintf("module.team_%05d", team) }

func (r resource) address() string {
	if r.kind.counted {
		return fmt.Sprintf("%s.%s.%s[%d]", call(r.team), r.kind.name, r.name(), r.number)
	}
	return call(r.team) + "." + r.kind.name + "." + r.name()
}

func (r resource) name() string { return r.kind.block(r.number) }

func (r resource) index() *int {
	if !r.kind.counted {
		return nil
	}
	n := r.number
	return &n
}

// block is the name of the block that a resource comes from.
func (k *kind) block(number int) string {
	if k.counted {
		return k.label
	}
	return fmt.Sprintf("%s_%d", k.label, number)
}

// called is a name that is unique in the estate.
func (r resource) called() string {
	return fmt.Sprintf("team-%05d-%s-%d", r.team, r.kind.label, r.number)
}

// hash returns digits that look as though AWS had made them up.
func (r resource) hash(salt uint64) string {
	h := (uint64(r.serial)+1)*0x9E3779B97F4A7C15 ^ salt*0xBF58476D1CE4E5B9
	h ^= h >> 29
	h *= 0x94D049BB133111EB
	return fmt.Sprintf("%016x", h^h>>32)
}

// What happens to a resource: seven of ten do not change.
const (
	noop = iota
	create
	update
	remove
	replace
)

// fates has one entry for each of twenty resources; seven and twenty have no
// common divisor, so that every kind meets every fate.
var fates = [20]int{noop, noop, create, noop, update, noop, noop, noop, create, noop, noop, noop, update, noop, noop, noop, remove, noop, replace, noop}

func (r resource) fate() int {
	fate := fates[(7*r.serial+3*r.team)%len(fates)]
	if fate == update && r.kind.fixed {
		return replace
	}
	return fate
}

// prior returns the values before, and whether there are any.
func (r resource) prior() (object, bool) {
	if r.fate() == create {
		return nil, false
	}
	return r.kind.values(r), true
}

// planned returns the values after, without those that are not known yet, and
// whether there are any.
func (r resource) planned() (object, bool) {
	values := r.kind.values(r)
	switch r.fate() {
	case remove:
		return nil, false
	case create, replace:
		for _, name := range r.kind.computed {
			delete(values, name)
		}
	case update:
		tags := object{"Owner": "platform", "Reviewed": "2026-01-05"}
		switch {
		case values["tags"] != nil:
			values["tags"], values["tags_all"] = tags, tags
		case values["policy"] != nil:
			values["policy"] = document(r, 7)
		case values["ttl"] != nil:
			values["ttl"] = 60
		}
	}
	return values, true
}

func (r resource) change() resourceChange {
	c := change{AfterUnknown: object{}, BeforeSensitive: false, AfterSensitive: false}
	var ok bool
	if c.Before, ok = r.prior(); ok {
		c.BeforeSensitive = sensitive(c.Before)
	}
	if c.After, ok = r.planned(); ok {
		c.AfterSensitive = sensitive(c.After)
	}
	out := resourceChange{
		Address: r.address(), ModuleAddress: call(r.team), Mode: "managed", Type: r.kind.name, Name: r.name(), Index: r.index(), ProviderName: provider,
	}
	unknown := object{}
	for _, name := range r.kind.computed {
		unknown[name] = true
	}
	switch r.fate() {
	case noop:
		c.Actions = []string{"no-op"}
	case create:
		c.Actions, c.AfterUnknown = []string{"create"}, unknown
	case update:
		c.Actions = []string{"update"}
	case remove:
		c.Actions, c.AfterUnknown = []string{"delete"}, object{}
		out.ActionReason = "delete_because_count_index"
	case replace:
		c.Actions, c.AfterUnknown = []string{"delete", "create"}, unknown
		c.ReplacePaths = [][]any{{slices.Min(slices.Collect(maps.Keys(r.kind.arguments)))}}
		out.ActionReason = "replace_because_cannot_update"
	}
	out.Change = c
	return out
}

// sensitive is the tree of marks of values without any: empty objects and lists
// wherever there are some.
func sensitive(values object) object {
	out := object{}
	for name, v := range values {
		if m := marks(v); m != nil {
			out[name] = m
		}
	}
	return out
}

func marks(v any) any {
	switch v := v.(type) {
	case object:
		return sensitive(v)
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			if out[i] = marks(e); out[i] == nil {
				out[i] = false
			}
		}
		return out
	}
	return nil
}

// dependsOn are the blocks that a resource refers to.
func (r resource) dependsOn() (out []string) {
	for _, refs := range r.kind.arguments {
		if len(refs) > 0 {
			out = append(out, call(r.team)+"."+refs[len(refs)-1])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// declarations are the blocks in the configuration section.
func (k *kind) declarations() (out []object) {
	expressions := object{}
	for name, refs := range k.arguments {
		if refs == nil {
			expressions[name] = object{"constant_value": "as given"}
		} else {
			expressions[name] = object{"references": refs}
		}
	}
	for number := range k.count {
		block := object{
			"address": k.name + "." + k.block(number), "mode": "managed", "type": k.name, "name": k.block(number), "provider_config_key": "aws",
			"expressions": expressions, "schema_version": 0,
		}
		out = append(out, block)
		if k.counted {
			block["count_expression"] = object{"constant_value": k.count}
			break
		}
	}
	return out
}
