// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan/bearers"
)

// target is a resource instance that an argument refers to, with the attribute
// that is taken from it.
type target struct {
	change    *tfjson.ResourceChange
	attribute string
	// reference is the reference in full, from the root: module.a.aws_s3_bucket.b.arn.
	reference string
}

// identifies reports whether the attribute is one by which others name the
// resource: its ARN, its name, its identifier. Any other one (tags_all["arn"]) may
// hold whatever its author gave it.
func (t target) identifies() bool {
	if t.attribute == "" || t.attribute == "id" {
		return true // of an index that is no constant the plan does not tell the attribute
	}
	h, ok := bearers.HolderOf(t.change.Type)
	return !ok || t.attribute == h.ARN || slices.Contains(h.Keys, t.attribute)
}

// maxHops bounds how many variables and outputs a reference is followed
// through; a chain longer than this is taken for not known.
const maxHops = 64

// resolver follows references through module calls and outputs to resources.
type resolver struct {
	config *configuration
	// byName holds the plan's resources by module path, mode, type and name.
	byName map[string][]*tfjson.ResourceChange
	// blocks caches of.
	blocks map[*tfjson.ResourceChange]*configResource
}

func newResolver(p *Plan) *resolver {
	r := &resolver{config: p.config(), byName: map[string][]*tfjson.ResourceChange{}, blocks: map[*tfjson.ResourceChange]*configResource{}}
	for _, rc := range p.Changes {
		if rc.DeposedKey == "" {
			key := nameKey(moduleKey(modulePath(rc.Address)), string(rc.Mode), rc.Type, rc.Name)
			r.byName[key] = append(r.byName[key], rc)
		}
	}
	return r
}

func nameKey(module, mode, kind, name string) string {
	return strings.Join([]string{module, mode, kind, name}, "\x00")
}

// of returns the configuration's block of a resource, or nil.
func (r *resolver) of(rc *tfjson.ResourceChange) *configResource {
	block, ok := r.blocks[rc]
	if !ok {
		block = r.config.module(modulePath(rc.Address)).resource(string(rc.Mode), rc.Type, rc.Name)
		r.blocks[rc] = block
	}
	return block
}

// trail is where a reference stands: in which module instance, and under which
// instance key it was written or reached.
type trail struct {
	// path holds the module calls; a key that is not told is "".
	path []step
	// key tells instances apart where a reference does not: policy[each.key] is
	// written as policy.
	key string
	// forEach is what each.value stands for here.
	forEach expression
	hops    int
}

// from returns the trail of a resource's own arguments.
func (r *resolver) from(rc *tfjson.ResourceChange) trail {
	t := trail{path: modulePath(rc.Address), key: keyOf(rc)}
	if c := r.of(rc); c != nil {
		t.forEach = c.ForEach
	}
	return t
}

// found is what the references of one argument lead to.
type found struct {
	targets []target
	// lost are references that lead to nothing at hand (locals, resources that
	// rules do not look at), from the root.
	lost []string
	// chosen says that a reference stands more than once in the expression, as in
	// length(a.arn) > 0 ? b : a.arn: what it is taken for cannot be told.
	chosen bool
}

// lone returns the one thing that is referred to.
func (f found) lone() (target, bool) {
	if len(f.targets) != 1 || len(f.lost) > 0 || f.chosen {
		return target{}, false
	}
	return f.targets[0], true
}

// follow resolves an expression.
func (r *resolver) follow(e expression, t trail) found {
	var out found
	if t.hops > maxHops {
		out.lost = append(out.lost, e.References...)
		return out
	}
	t.hops++
	full := e.full()
	for i, ref := range full {
		one := r.one(ref, t)
		out.chosen = out.chosen || one.chosen || len(one.targets)+len(one.lost) > 0 && slices.Contains(full[:i], ref)
		for _, g := range one.targets {
			if !slices.ContainsFunc(out.targets, func(o target) bool { return o.change == g.change && o.attribute == g.attribute }) {
				out.targets = append(out.targets, g)
			}
		}
		out.lost = append(out.lost, one.lost...)
	}
	return out
}

// one resolves one reference.
func (r *resolver) one(ref string, t trail) found {
	parts := splitAddress(ref)
	switch head := parts[0].name; head {
	case "var":
		if len(parts) < 2 || len(t.path) == 0 {
			return found{} // a variable of the root module is known when the plan is made
		}
		call := t.path[len(t.path)-1]
		parent := r.config.module(t.path[:len(t.path)-1])
		if parent == nil || parent.Calls[call.name] == nil {
			return found{lost: []string{r.name(ref, t)}}
		}
		up := trail{path: t.path[:len(t.path)-1], key: call.key, forEach: parent.Calls[call.name].ForEach, hops: t.hops}
		return r.follow(parent.Calls[call.name].Expressions[parts[1].name], up)
	case "each":
		if len(parts) > 1 && parts[1].name == "value" {
			return r.follow(t.forEach, t)
		}
		return found{}
	case "count", "path", "terraform", "self":
		return found{}
	case "local":
		return found{lost: []string{r.name(ref, t)}}
	case "module":
		if len(parts) < 3 {
			return found{lost: []string{r.name(ref, t)}}
		}
		return r.output(parts, t)
	case "data":
		if len(parts) < 3 {
			return found{lost: []string{r.name(ref, t)}}
		}
		return r.instance(string(tfjson.DataResourceMode), parts[1], parts[2], parts[3:], ref, t)
	}
	if len(parts) < 2 {
		return found{lost: []string{r.name(ref, t)}}
	}
	return r.instance(string(tfjson.ManagedResourceMode), parts[0], parts[1], parts[2:], ref, t)
}

// output follows module.NAME.OUTPUT.
func (r *resolver) output(parts []step, t trail) found {
	path := append(slices.Clone(t.path), parts[1])
	m := r.config.module(path)
	if m == nil {
		return found{lost: []string{r.name(joinSteps(parts), t)}}
	}
	out, ok := m.Outputs[parts[2].name]
	if !ok {
		return found{lost: []string{r.name(joinSteps(parts), t)}}
	}
	return r.follow(out, trail{path: path, key: t.key, hops: t.hops})
}

func joinSteps(parts []step) string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = p.name + p.key
	}
	return strings.Join(out, ".")
}

// name writes a reference from the root.
func (r *resolver) name(ref string, t trail) string {
	var b strings.Builder
	for _, s := range t.path {
		b.WriteString("module." + s.name + s.key + ".")
	}
	return b.String() + ref
}

// instance finds the resource instances that a reference may mean.
func (r *resolver) instance(mode string, kind, name step, rest []step, ref string, t trail) found {
	all := r.byName[nameKey(moduleKey(t.path), mode, kind.name, name.name)]
	var in []*tfjson.ResourceChange
	for _, rc := range all {
		if sameModules(modulePath(rc.Address), t.path) && (name.key == "" || keyOf(rc) == name.key) {
			in = append(in, rc)
		}
	}
	if len(in) > 1 && t.key != "" {
		same := slices.DeleteFunc(slices.Clone(in), func(rc *tfjson.ResourceChange) bool { return !hasOpenKey(rc, t) })
		if len(same) > 0 {
			in = same
		}
	}
	out := found{}
	if len(in) == 0 {
		out.lost = []string{r.name(ref, t)}
	}
	for _, rc := range in {
		g := target{change: rc, reference: rc.Address}
		if len(rest) > 0 {
			g.attribute = rest[0].name
			g.reference += "." + joinSteps(rest)
		}
		out.targets = append(out.targets, g)
	}
	return out
}

// hasOpenKey reports whether the trail's key is the instance key of the
// resource, or of a module on the way to it that the trail leaves open.
func hasOpenKey(rc *tfjson.ResourceChange, t trail) bool {
	if keyOf(rc) == t.key {
		return true
	}
	for i, s := range modulePath(rc.Address) {
		if t.path[i].key == "" && s.key == t.key {
			return true
		}
	}
	return false
}

// sameModules reports whether two module paths name the same instances, where
// a key that is not told fits every one.
func sameModules(a, b []step) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].name != b[i].name || b[i].key != "" && a[i].key != b[i].key {
			return false
		}
	}
	return true
}
