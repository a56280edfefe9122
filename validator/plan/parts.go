// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	tfjson "github.com/hashicorp/terraform-json"
)

// A list of documents that is not known at all, such as
//
//	compact([var.a ? data.aws_iam_policy_document.a[0].json : "", …])
//
// still refers to all that may be in it. Where these are documents that the plan
// shows, each of them is in it or not; that a document is read at all says nothing,
// but what is not read is not in it.

// parts are the documents that may be in a list.
type parts struct {
	planned []target // data sources of this plan
	read    []string // addresses of those that were read when it was made
}

// mergeSome lays the documents that may be in an argument over statements, each
// statement under the condition that its document is in it.
func (w *writer) mergeSome(all []statement, v value) ([]statement, error) {
	found := &parts{}
	unknown := fmt.Errorf("%s is not known until apply", v.Path)
	c := w.refs.of(w.rc)
	if c == nil || w.prior == nil {
		return nil, unknown
	}
	e := argument(c.Expressions, v.Path)
	if len(e.References) == 0 || !w.refs.parts(e, w.refs.from(w.rc), w.prior, found) {
		return nil, unknown
	}
	over := strings.HasPrefix(v.Path, "override_")
	lay := func(text []byte, name string) error {
		list, err := statementsOf(text)
		if err != nil {
			return fmt.Errorf("%s is no policy: %w", name, err)
		}
		for _, s := range list {
			w.maybe(s, name)
			if sid, _ := s["Sid"].(string); over && sid != "" {
				// It stands in place of this one, or not.
				if i := slices.IndexFunc(all, func(o statement) bool { return o["Sid"] == sid }); i >= 0 {
					w.maybe(all[i], name)
				}
			}
			all = append(all, s)
		}
		return nil
	}
	for _, t := range found.planned {
		r, err := w.render(t.change, w.depth+1)
		if err != nil {
			return nil, fmt.Errorf("%s may hold %s, of which %w", v.Path, t.change.Address, err)
		}
		if err := lay(w.adopt(r), t.reference); err != nil {
			return nil, err
		}
	}
	for _, address := range found.read {
		var doc struct {
			JSON string `json:"json"`
		}
		if err := json.Unmarshal(w.prior.values[address].values, &doc); err != nil {
			return nil, fmt.Errorf("%s may hold %s, which cannot be read: %w", v.Path, address, err)
		}
		if len(w.prior.values[address].sensitive) > 2 {
			w.out.sensitive = w.out.sensitive || strings.Contains(string(w.prior.values[address].sensitive), "true")
		}
		if err := lay([]byte(doc.JSON), address+".json"); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// maybe puts a statement under a condition of which nothing is known.
func (w *writer) maybe(s statement, name string) {
	conditions, _ := s["Condition"].(map[string]any)
	if conditions == nil {
		conditions = map[string]any{}
		s["Condition"] = conditions
	}
	w.perhaps(conditions, name)
}

// plain are attributes that hold no policy.
var plain = []string{"arn", "id", "name", "account_id", "partition", "region", "dns_suffix", "url", "key_id", "bucket", "user_id"}

// parts collects the documents that an expression may bring. It reports false
// where something else may be a policy as well: a local, a policy written out in
// the configuration or given in a variable, an attribute of a resource.
func (r *resolver) parts(e expression, t trail, p *prior, out *parts) bool {
	if t.hops > maxHops {
		return false
	}
	t.hops++
	for _, ref := range e.full() {
		if !r.part(ref, t, p, out) {
			return false
		}
	}
	return true
}

func (r *resolver) part(ref string, t trail, p *prior, out *parts) bool {
	steps := splitAddress(ref)
	switch head := steps[0].name; head {
	case "count", "path", "terraform":
		return true
	case "var":
		if len(steps) < 2 {
			return false
		}
		name := steps[1].name
		module := r.config.module(t.path)
		if len(t.path) == 0 || module == nil {
			return !r.mayBePolicy(name)
		}
		call := t.path[len(t.path)-1]
		parent := r.config.module(t.path[:len(t.path)-1])
		if parent == nil || parent.Calls[call.name] == nil {
			return false
		}
		c := parent.Calls[call.name]
		if given, ok := c.Expressions[name]; ok {
			return r.parts(given, trail{path: t.path[:len(t.path)-1], key: call.key, forEach: c.ForEach, hops: t.hops}, p, out)
		}
		return !c.Opaque[name] && (c.Constant[name] || !module.Policies[name])
	case "module":
		if len(steps) < 3 {
			return false
		}
		path := append(slices.Clone(t.path), steps[1])
		m := r.config.module(path)
		if m == nil {
			return false
		}
		output, ok := m.Outputs[steps[2].name]
		return ok && len(output.References) > 0 && r.parts(output, trail{path: path, key: t.key, hops: t.hops}, p, out)
	case "data":
		if len(steps) < 4 {
			return false
		}
		if steps[1].name != policyDocumentType {
			return slices.Contains(plain, steps[3].name)
		}
		if steps[3].name != "json" && steps[3].name != "minified_json" {
			return true
		}
		for _, g := range r.instance(string(tfjson.DataResourceMode), steps[1], steps[2], steps[3:], ref, t).targets {
			if !slices.ContainsFunc(out.planned, func(o target) bool { return o.change == g.change }) {
				out.planned = append(out.planned, g)
			}
		}
		for _, address := range p.documents(t.path, steps[2]) {
			if !slices.Contains(out.read, address) {
				out.read = append(out.read, address)
			}
		}
		return true
	case "local", "each", "self":
		return false
	}
	return len(steps) > 2 && slices.Contains(plain, steps[2].name)
}

// documents lists the policy documents of a name in a module that were read when
// the plan was made.
func (p *prior) documents(path []step, name step) []string {
	var out []string
	for address := range p.data {
		parts := splitAddress(address)
		n := len(parts)
		if n < 3 || parts[n-3].name != "data" || parts[n-2].name != policyDocumentType || parts[n-1].name != name.name || name.key != "" && parts[n-1].key != name.key {
			continue
		}
		if sameModules(modulePath(address), path) {
			out = append(out, address)
		}
	}
	slices.Sort(out)
	return out
}

// mayBePolicy reports whether the value of a root variable may be a policy.
func (r *resolver) mayBePolicy(name string) bool {
	v, known := r.variables[name]
	return !known || holdsPolicy(v)
}

// holdsPolicy reports whether a value is, or has in it, the text of a policy.
func holdsPolicy(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.Contains(strings.ToLower(v), "statement")
	case []any:
		return slices.ContainsFunc(v, holdsPolicy)
	case map[string]any:
		for _, e := range v {
			if holdsPolicy(e) {
				return true
			}
		}
	}
	return false
}
