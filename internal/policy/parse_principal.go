// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import "strings"

// principalElements reads Principal or NotPrincipal, where the kind has them.
func (p *parser) principalElements(s *Statement, f map[string]member, n *node) {
	is, hasIs := f["Principal"]
	not, hasNot := f["NotPrincipal"]
	if !p.kind.HasPrincipal() {
		for name, m := range map[string]member{"Principal": is, "NotPrincipal": not} {
			if m.value != nil {
				p.problem(m.key.Range, "a policy of this kind (%s) has no %s", p.kind, name)
			}
		}
		return
	}
	switch {
	case hasIs && hasNot:
		p.problem(not.key.Range, "a statement has Principal or NotPrincipal, not both")
	case !hasIs && !hasNot:
		p.problem(n.rng, "the statement has no Principal")
	}
	if hasIs {
		s.Principal = p.principals(is.value)
	} else if hasNot {
		s.NotPrincipal = p.principals(not.value)
		if p.kind == Trust {
			p.problem(not.key.Range, "a trust policy has no NotPrincipal")
		}
	}
	if p.kind == RCP && (s.Principal == nil || !s.Principal.All) {
		p.problem(n.rng, "the Principal of a resource control policy is \"*\"")
	}
}

func (p *parser) principals(n *node) *Principals {
	out := &Principals{Range: n.rng}
	defer func() { out.index(p.holes) }()
	if n.kind == stringNode {
		if n.text == "*" {
			out.All = true
			return out
		}
		p.problem(n.rng, "Principal is \"*\" or an object such as {\"AWS\": …}, not %q", n.text)
		out.AWS = []Text{{Value: n.text, Range: n.rng}}
		return out
	}
	if n.kind != objectNode {
		p.problem(n.rng, "Principal is \"*\" or an object, not %s", n.kind)
		return out
	}
	f := p.fields(n, "Principal", "AWS", "Service", "Federated", "CanonicalUser")
	if len(n.members) == 0 {
		p.problem(n.rng, "Principal is an empty object")
	}
	for name, into := range map[string]*[]Text{"AWS": &out.AWS, "Service": &out.Service, "Federated": &out.Federated, "CanonicalUser": &out.CanonicalUser} {
		if m, ok := f[name]; ok && !(m.value.empty() && somebody(f)) {
			*into = p.principalTexts(m.value, name)
		}
	}
	for _, t := range out.AWS {
		if t.Value == "*" {
			out.All = true
		}
		p.checkAWS(t)
	}
	return out
}

// somebody reports whether some member names a principal. AWS takes an empty list
// beside it: the role modules that most accounts use write "Service": [] beside AWS.
func somebody(f map[string]member) bool {
	for _, m := range f {
		if !m.value.empty() {
			return true
		}
	}
	return false
}

// empty reports whether the node is a list of nothing.
func (n *node) empty() bool { return n.kind == arrayNode && len(n.elems) == 0 }

// principalTexts reads the entries; an account may stand as a bare number.
func (p *parser) principalTexts(n *node, what string) []Text {
	if what != "AWS" {
		return p.texts(n, what)
	}
	list := []*node{n}
	if n.kind == arrayNode {
		list = n.elems
		if len(list) == 0 {
			p.problem(n.rng, "%s is an empty list", what)
		}
	}
	var out []Text
	for _, e := range list {
		if e.kind != stringNode && e.kind != numberNode {
			p.problem(e.rng, "%s is a string or a list of strings, not %s", what, e.kind)
			continue
		}
		out = append(out, Text{Value: e.text, Range: e.rng})
	}
	return out
}

// checkAWS reports entries that AWS refuses. Unique identifiers (AROA…, AIDA…)
// stand for principals that were deleted, and are accepted.
func (p *parser) checkAWS(t Text) {
	v := t.Value
	if v == "*" || isAccount(v) || holeIn(v, p.holes) {
		return
	}
	if strings.HasPrefix(v, "AROA") || strings.HasPrefix(v, "AIDA") {
		return
	}
	parts := splitArn(v)
	switch {
	case len(parts) != arnSegments || parts[0] != "arn":
		p.problem(t.Range, "principal %q is no ARN, account number or \"*\"", v)
	case strings.ContainsAny(v, "*?"):
		p.problem(t.Range, "principal %q has a wildcard; in a principal only a lone \"*\" is one", v)
	case parts[2] != "iam" && parts[2] != "sts":
		p.problem(t.Range, "principal %q is no IAM or STS ARN", v)
	}
}
