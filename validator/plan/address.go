// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// step is one part of an address: a module call, or a resource's type and name
// in one, with its instance key as written (`["a"]`, `[0]`), or "".
type step struct{ name, key string }

// splitAddress cuts an address at its dots, save those in brackets and quotes,
// and takes the instance keys off: module.a["x.y"].aws_iam_role.b[0] becomes
// module, a["x.y"], aws_iam_role, b[0].
func splitAddress(s string) []step {
	out := make([]step, 0, strings.Count(s, ".")+1)
	start, depth, quoted := 0, 0, false
	part := func(end int) {
		p := s[start:end]
		if i := strings.IndexByte(p, '['); i >= 0 {
			out = append(out, step{name: p[:i], key: p[i:]})
		} else {
			out = append(out, step{name: p})
		}
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			depth++
		case c == ']':
			depth--
		case c == '.' && depth == 0:
			part(i)
			start = i + 1
		}
	}
	part(len(s))
	return out
}

// modulePath returns the module calls that an address goes through.
func modulePath(address string) []step {
	var out []step
	parts := splitAddress(address)
	for i := 0; i+1 < len(parts) && parts[i].name == "module" && parts[i].key == ""; i += 2 {
		out = append(out, parts[i+1])
	}
	return out
}

// moduleKey is the path of module calls without instance keys, as the
// configuration and the source know it: "department.service_role".
func moduleKey(path []step) string {
	names := make([]string, len(path))
	for i, p := range path {
		names[i] = p.name
	}
	return strings.Join(names, ".")
}

// keyOf returns the instance key of a resource as its address writes it.
func keyOf(rc *tfjson.ResourceChange) string {
	parts := splitAddress(rc.Address)
	return parts[len(parts)-1].key
}
