// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"fmt"
	"sort"
	"strings"
)

// Option changes how Parse reads a document.
type Option func(*parser)

// WithHoles gives what the private-use characters of the text stand for (see
// HoleRune). Without it such characters are refused like any other that AWS
// does not accept.
func WithHoles(holes []Hole) Option { return func(p *parser) { p.holes = holes } }

// parser collects everything wrong with a document, not only the first thing.
type parser struct {
	kind      Kind
	holes     []Hole
	variables bool
	problems  []Problem
}

func (p *parser) problem(r Range, format string, args ...any) {
	p.problems = append(p.problems, Problem{Range: r, Message: fmt.Sprintf(format, args...)})
}

// repeated reports a name that stands twice in one object.
func (p *parser) repeated(r Range, format string, args ...any) {
	p.problem(r, format, args...)
	p.problems[len(p.problems)-1].Repeated = true
}

// Parse reads one policy document as AWS does. The problems are everything
// that AWS would refuse, by their place in the text. What can be read is
// returned all the same, so that it is judged as well; the document is nil
// only where the text is not a JSON object.
func Parse(src []byte, kind Kind, opts ...Option) (*Document, []Problem) {
	return ParseText(string(src), kind, opts...)
}

// ParseText is [Parse] for a string, of which the document then holds parts.
func ParseText(src string, kind Kind, opts ...Option) (*Document, []Problem) {
	p := &parser{kind: kind}
	for _, o := range opts {
		o(p)
	}
	p.holes = p.holes[:min(len(p.holes), maxHoles)]
	root, chars, all, err := decode(src)
	if err != nil {
		return nil, []Problem{{Range: Range{Start: err.at, End: err.at}, Message: "the policy is not valid JSON: " + err.msg}}
	}
	if root.kind != objectNode {
		p.problem(root.rng, "a policy document is a JSON object, not %s", root.kind)
		return nil, p.problems
	}
	if all > maxCharacters {
		p.problem(root.rng, "the policy has %d characters; AWS takes at most %d", all, maxCharacters)
	}
	d := &Document{Kind: kind, Holes: p.holes, Length: chars, FullLength: all, Range: root.rng}
	p.characters(root)
	p.document(d, root)
	sort.SliceStable(p.problems, func(i, j int) bool {
		return p.problems[i].Range.Start.Offset < p.problems[j].Range.Start.Offset
	})
	return d, p.problems
}

// characters checks that every string has only characters that AWS accepts.
func (p *parser) characters(n *node) {
	check := func(t Text) {
		for _, r := range t.Value {
			ok := r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xFF || r >= holeBase && int(r-holeBase) < len(p.holes)
			if !ok {
				p.problem(t.Range, "character %U is not accepted in a policy; AWS takes U+0020 to U+00FF, tab and line ends", r)
				return
			}
		}
	}
	if n.kind == stringNode {
		check(Text{Value: n.text, Range: n.rng})
	}
	for _, e := range n.elems {
		p.characters(e)
	}
	for _, m := range n.members {
		check(m.key)
		p.characters(m.value)
	}
}

// fields sorts an object's members by name, without regard to case, and
// reports names that stand twice or that AWS does not know. Of two members
// with one name the last is kept, as most readers do.
func (p *parser) fields(n *node, what string, known ...string) map[string]member {
	out := make(map[string]member, len(n.members))
	for _, m := range n.members {
		name := ""
		for _, k := range known {
			if strings.EqualFold(k, m.key.Value) {
				name = k
			}
		}
		if name == "" {
			p.problem(m.key.Range, "unknown element %q in %s; known are %s", m.key.Value, what, strings.Join(known, ", "))
			continue
		}
		if _, twice := out[name]; twice {
			p.repeated(m.key.Range, "element %q stands twice in %s", m.key.Value, what)
		}
		out[name] = m
	}
	return out
}

func (p *parser) document(d *Document, root *node) {
	f := p.fields(root, "the policy", "Version", "Id", "Statement")
	if m, ok := f["Version"]; ok {
		d.Version = m.value.text
		switch {
		case d.Version != "2012-10-17" && d.Version != "2008-10-17":
			p.problem(m.value.rng, "Version is \"2012-10-17\" or \"2008-10-17\", not %s", m.value.show())
			d.Version = "2012-10-17" // the reading that grants more is judged
		case d.Version == "2008-10-17" && !p.kind.HasPrincipal():
			p.problem(m.value.rng, "IAM takes only Version \"2012-10-17\" here")
		}
	}
	p.variables = d.Version == "2012-10-17"
	if m, ok := f["Id"]; ok {
		if m.value.kind != stringNode {
			p.problem(m.value.rng, "Id is a string, not %s", m.value.kind)
		}
		d.ID = m.value.text
	}
	m, ok := f["Statement"]
	if !ok {
		p.problem(root.rng, "the policy has no Statement")
		return
	}
	list := []*node{m.value}
	if m.value.kind == arrayNode {
		list = m.value.elems
		if len(list) == 0 {
			p.problem(m.value.rng, "Statement is an empty list")
		}
	}
	sids := map[string]bool{}
	for _, n := range list {
		if n.kind != objectNode {
			p.problem(n.rng, "a statement is an object, not %s", n.kind)
			continue
		}
		s := p.statement(n)
		s.Index = len(d.Statements)
		if s.Sid != "" && sids[s.Sid] {
			p.problem(s.Range, "Sid %q stands twice in the policy", s.Sid)
		}
		sids[s.Sid] = true
		d.Statements = append(d.Statements, s)
	}
}

// show quotes a scalar for a message.
func (n *node) show() string {
	switch n.kind {
	case stringNode:
		return fmt.Sprintf("%q", n.text)
	case boolNode, numberNode:
		return n.text
	}
	return n.kind.String()
}

func (p *parser) statement(n *node) *Statement {
	s := &Statement{Range: n.rng}
	f := p.fields(n, "a statement", "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition")
	if m, ok := f["Sid"]; ok {
		p.sid(s, m.value)
	}
	p.effect(s, f, n)
	p.exclusive(f, n, "Action", "NotAction", true)
	if m, ok := f["Action"]; ok {
		s.Action = p.actions(m.value)
	} else if m, ok := f["NotAction"]; ok {
		s.NotAction = p.actions(m.value)
	}
	resources := !(p.kind == Trust || p.kind == Resource)
	p.exclusive(f, n, "Resource", "NotResource", resources)
	if m, ok := f["Resource"]; ok {
		s.Resource = p.resources(m.value)
	} else if m, ok := f["NotResource"]; ok {
		s.NotResource = p.resources(m.value)
	}
	if p.kind == Trust {
		for _, name := range []string{"Resource", "NotResource"} {
			if m, ok := f[name]; ok {
				p.problem(m.key.Range, "a trust policy has no %s", name)
			}
		}
	}
	p.principalElements(s, f, n)
	if m, ok := f["Condition"]; ok {
		p.conditions(s, m.value)
	}
	return s
}

func (p *parser) sid(s *Statement, n *node) {
	if n.kind != stringNode {
		p.problem(n.rng, "Sid is a string, not %s", n.kind)
		return
	}
	s.Sid = n.text
	if p.kind == Resource {
		return // services other than IAM take more characters
	}
	for _, r := range s.Sid {
		if !('0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z') {
			p.problem(n.rng, "Sid %q has a character other than letters and digits", s.Sid)
			return
		}
	}
}

func (p *parser) effect(s *Statement, f map[string]member, n *node) {
	s.Effect = Allow // the reading that grants more is judged
	m, ok := f["Effect"]
	if !ok {
		p.problem(n.rng, "the statement has no Effect")
		return
	}
	if strings.EqualFold(m.value.text, "Deny") {
		s.Effect = Deny
	}
	if m.value.text != s.Effect.String() {
		p.problem(m.value.rng, "Effect is \"Allow\" or \"Deny\", not %s", m.value.show())
	}
}

func (p *parser) exclusive(f map[string]member, n *node, name, not string, required bool) {
	_, a := f[name]
	other, b := f[not]
	switch {
	case a && b:
		p.problem(other.key.Range, "a statement has %s or %s, not both", name, not)
	case !a && !b && required:
		p.problem(n.rng, "the statement has neither %s nor %s", name, not)
	}
}

// texts reads a string or a list of strings.
func (p *parser) texts(n *node, what string) []Text {
	list := []*node{n}
	if n.kind == arrayNode {
		list = n.elems
		if len(list) == 0 {
			p.problem(n.rng, "%s is an empty list", what)
		}
	}
	var out []Text
	for _, e := range list {
		if e.kind != stringNode {
			p.problem(e.rng, "%s is a string or a list of strings, not %s", what, e.kind)
			continue
		}
		out = append(out, Text{Value: e.text, Range: e.rng})
	}
	return out
}

func (p *parser) actions(n *node) *Patterns {
	out := &Patterns{Range: n.rng}
	for _, t := range p.texts(n, "Action") {
		p.checkAction(t)
		out.List = append(out.List, p.action(t))
	}
	out.index()
	return out
}

func (p *parser) action(t Text) *Pattern { return actionPattern(t, p.holes) }

func (p *parser) checkAction(t Text) {
	if t.Value == "*" || t.Value == "*:*" || holeIn(t.Value, p.holes) {
		return // "*:*" is not in AWS's grammar, but widely accepted
	}
	service, name, ok := strings.Cut(t.Value, ":")
	switch {
	case !ok:
		p.problem(t.Range, "action %q has no service prefix; write service:Action", t.Value)
	case strings.Contains(name, ":"):
		p.problem(t.Range, "action %q has more than one colon", t.Value)
	case service == "" || name == "":
		p.problem(t.Range, "action %q lacks its service prefix or its name", t.Value)
	case strings.ContainsAny(service, "*?"):
		p.problem(t.Range, "action %q has a wildcard in its service prefix", t.Value)
	case strings.Trim(strings.ToLower(service), "abcdefghijklmnopqrstuvwxyz0123456789.-") != "":
		p.problem(t.Range, "action %q: a service prefix has only letters, digits, dots and hyphens", t.Value)
	}
}

func (p *parser) resources(n *node) *Patterns {
	out := &Patterns{Range: n.rng}
	for _, t := range p.texts(n, "Resource") {
		p.checkResource(t)
		out.List = append(out.List, p.resource(t))
	}
	out.index()
	return out
}

func (p *parser) resource(t Text) *Pattern {
	short := p.kind == Identity || p.kind == Boundary || p.kind == Session
	return resourcePattern(t, p.holes, p.variables, short)
}

func (p *parser) checkResource(t Text) {
	if strings.Trim(t.Value, "*") == "" && t.Value != "" || holeIn(t.Value, p.holes) {
		return
	}
	parts := splitArn(t.Value)
	if p.variables {
		for _, part := range parts[:min(len(parts), arnSegments-1)] {
			tok := &tokenizer{variables: true}
			if tok.run(part); len(tok.names) > 0 {
				p.problem(t.Range, "resource %q has a policy variable before its fifth colon; AWS takes variables only after it", t.Value)
				return
			}
		}
	}
	if !strings.HasPrefix(t.Value, "arn:") {
		p.problem(t.Range, "resource %q is neither an ARN nor \"*\"", t.Value)
		return
	}
	if len(parts) > 2 && strings.ContainsAny(parts[2], "*?") && parts[2] != "*" {
		p.problem(t.Range, "resource %q has a wildcard inside its service segment", t.Value)
	}
}

func (p *parser) conditions(s *Statement, n *node) {
	if n.kind != objectNode {
		p.problem(n.rng, "Condition is an object, not %s", n.kind)
		return
	}
	seen := map[string]bool{}
	for _, m := range n.members {
		op, ok := parseOperator(m.key.Value)
		if !ok {
			p.problem(m.key.Range, "unknown condition operator %q", m.key.Value)
		}
		if lower := strings.ToLower(m.key.Value); seen[lower] {
			p.repeated(m.key.Range, "condition operator %q stands twice", m.key.Value)
		} else {
			seen[lower] = true
		}
		if m.value.kind != objectNode {
			p.problem(m.value.rng, "condition operator %q holds an object of keys, not %s", m.key.Value, m.value.kind)
			continue
		}
		if len(m.value.members) == 0 {
			p.problem(m.value.rng, "condition operator %q has no key", m.key.Value)
		}
		p.keys(s, op, m.value)
	}
}

func (p *parser) keys(s *Statement, op Operator, n *node) {
	seen := map[string]bool{}
	for _, k := range n.members {
		if lower := strings.ToLower(k.key.Value); seen[lower] {
			p.repeated(k.key.Range, "condition key %q stands twice under %s", k.key.Value, op.Name)
		} else {
			seen[lower] = true
		}
		c := &Condition{Operator: op, Key: k.key.Value, Range: Range{Start: k.key.Range.Start, End: k.value.rng.End}}
		list := []*node{k.value}
		if k.value.kind == arrayNode {
			list = k.value.elems
		}
		for _, v := range list {
			switch v.kind {
			case stringNode, boolNode, numberNode:
				c.Values = append(c.Values, Text{Value: v.text, Range: v.rng})
			default:
				p.problem(v.rng, "a condition value is a string, a number or a boolean, not %s", v.kind)
			}
		}
		for _, i := range c.compile(p.holes, p.variables) {
			p.problem(c.Values[i].Range, "%s cannot compare with %q", op.Name, c.Values[i].Value)
		}
		s.Conditions = append(s.Conditions, c)
	}
}
