// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// Bounds of what one function is given.
const (
	maxArgNodes = 500_000
	maxArgBytes = 16 << 20
)

// invocation is one call of a function.
type invocation struct {
	e    *engine
	name string
	args []cty.Value
	// in is what the arguments hold.
	in    *found
	scope *scope
	at    hcl.Range
}

// call evaluates a function call. Where no argument has a part that is not known,
// the function is Terraform's own. Where one has, functions that carry values
// along carry the holes along; functions that look at a value give a value that
// is not decided.
func (e *engine) call(x *hclsyntax.FunctionCallExpr, s *scope) (cty.Value, error) {
	name := strings.TrimPrefix(x.Name, "core::")
	c := &invocation{e: e, name: name, scope: s, at: x.Range()}
	switch name {
	case "try":
		return c.try(x)
	case "can":
		return c.can(x)
	case "length", "keys", "values":
		if len(x.Args) == 1 && !x.ExpandFinal {
			return c.ofNode(x.Args[0])
		}
	}
	for i, a := range x.Args {
		v, err := e.eval(a, s)
		if err != nil {
			return v, err
		}
		if i < len(x.Args)-1 || !x.ExpandFinal {
			c.args = append(c.args, v)
			continue
		}
		if open, err := c.expand(v, a.Range()); err != nil || open {
			if err == nil {
				return c.undecided("what arguments " + name + " is given")
			}
			return v, err
		}
	}
	return c.start()
}

// ofNode evaluates a function that looks at the instances of a resource or of a
// module, and not at what is in them.
func (c *invocation) ofNode(x hcl.Expression) (cty.Value, error) {
	n, err := c.e.node(x, c.scope)
	if err != nil {
		return cty.NilVal, err
	}
	if v, ok := n.(valueNode); ok {
		c.args = []cty.Value{v.v}
		return c.start()
	}
	l, err := n.elements(c.at)
	if err != nil {
		return cty.NilVal, err
	}
	if l.isOpen() {
		c.args = []cty.Value{l.open}
		return c.start()
	}
	if c.name == "length" {
		return cty.NumberIntVal(int64(len(l.list))), nil
	}
	if !l.keyed {
		return cty.NilVal, c.wrongArguments()
	}
	byKey(l.list)
	list := []cty.Value{}
	for _, i := range l.list {
		v := i.key
		if c.name == "values" {
			if v, err = i.value.value(); err != nil {
				return v, err
			}
		}
		list = append(list, v)
	}
	return cty.TupleVal(list), nil
}

// start runs a function whose arguments are evaluated.
func (c *invocation) start() (cty.Value, error) {
	var err error
	if c.in, err = c.e.scan(c.args...); err != nil {
		return cty.NilVal, err
	}
	if c.in.nodes > maxArgNodes || c.in.bytes > maxArgBytes {
		return cty.NilVal, &halt{what: c.name + " is given values of enormous size", settle: "a simpler configuration", at: c.at}
	}
	return c.run()
}

// expand adds the elements of the last argument, which is followed by "…".
func (c *invocation) expand(v cty.Value, at hcl.Range) (open bool, err error) {
	f, err := c.e.scan(v)
	if err != nil {
		return false, err
	}
	c.in = f
	if !v.IsKnown() {
		c.args = append(c.args, v)
		return true, nil
	}
	v, marks := v.Unmark()
	ty := v.Type()
	if v.IsNull() || !ty.IsTupleType() && !ty.IsListType() && !ty.IsSetType() {
		return false, fail(at, "what is expanded into arguments is no list")
	}
	for it := v.ElementIterator(); it.Next(); {
		_, x := it.Element()
		c.args = append(c.args, x.WithMarks(marks))
	}
	return false, nil
}

// run finds the function.
func (c *invocation) run() (cty.Value, error) {
	if f := own[c.name]; f != nil {
		return f(c)
	}
	if n, ok := natives[c.name]; ok {
		if !c.in.open() {
			return c.native(n)
		}
		if f := carriers[c.name]; f != nil {
			return f(c)
		}
		if texts[c.name] {
			return c.derive()
		}
		return c.undecided(c.name)
	}
	// A function of another provider, or one that did not exist when this was
	// written.
	return c.e.undecided(c.shown(), "the function "+c.name+" is not known to the source's evaluation", c.args...)
}

// native calls Terraform's own function.
func (c *invocation) native(n function.Function) (cty.Value, error) {
	if err := c.bounded(); err != nil {
		return cty.NilVal, err
	}
	params, more := n.Params(), n.VarParam()
	args := make([]cty.Value, len(c.args))
	for i, a := range c.args {
		var ty cty.Type
		switch {
		case i < len(params):
			ty = params[i].Type
		case more != nil:
			ty = more.Type
		default:
			return cty.NilVal, c.wrongArguments()
		}
		var err error
		if args[i], err = convert.Convert(a, ty); err != nil {
			return cty.NilVal, c.failed(err)
		}
	}
	if len(args) < len(params) {
		return cty.NilVal, c.wrongArguments()
	}
	v, err := n.Call(args)
	if err != nil {
		return v, c.failed(err)
	}
	foreign, err := c.e.foreign(v, c.in)
	if err == nil && foreign {
		err = fail(c.at, "%s makes a private-use character (U+F0000 to U+10FFFD), which AWS accepts in no document", c.name)
	}
	return v, err
}

// failed reports an error of a function; its text may repeat an argument.
func (c *invocation) failed(err error) error {
	if c.in.sensitive {
		return fail(c.at, "%s fails on a sensitive value", c.name)
	}
	return fail(c.at, "%s: %s", c.name, strings.TrimSuffix(err.Error(), "."))
}

// shown writes the call, for names.
func (c *invocation) shown() string {
	var b strings.Builder
	b.WriteString(c.name + "(")
	for i, a := range c.args {
		if i > 0 {
			b.WriteString(", ")
		}
		if b.Len() > 4*maxName {
			b.WriteString("…")
			break
		}
		b.WriteString(c.e.show(a))
	}
	b.WriteString(")")
	return b.String()
}

// undecided is the result of a function that looks at a hole.
func (c *invocation) undecided(what string) (cty.Value, error) {
	return c.e.undecided(c.shown(), c.e.because(what, c.in), c.args...)
}

// keep marks a result as sensitive where an argument is.
func (c *invocation) keep(v cty.Value) cty.Value {
	if c.in.sensitive {
		return v.Mark(sensitiveMark{})
	}
	return v
}

func (c *invocation) wrongArguments() error {
	return fail(c.at, "%s does not take these arguments", c.name)
}

// texts are functions that make one text of another, in a way that brings no
// wildcards in and leaves none of the difference to other texts out: of a hole
// that is one plain text they make another one.
var texts = map[string]bool{
	"lower": true, "upper": true, "title": true, "trimspace": true, "chomp": true, "trimprefix": true, "trimsuffix": true, "replace": true,
	"base64encode": true, "urlencode": true, "md5": true, "sha1": true, "sha256": true, "sha512": true, "base64sha256": true, "base64sha512": true,
	"uuidv5": true,
}

// derive makes the hole that a function of a hole stands for.
func (c *invocation) derive() (cty.Value, error) {
	wild := false
	for _, id := range c.in.holes {
		wild = wild || !c.e.fixed(id)
	}
	for i, a := range c.args {
		a, _ = a.Unmark()
		if !a.IsKnown() || a.IsNull() || a.Type() != cty.String {
			wild = true
			continue
		}
		s := a.AsString()
		wild = wild || strings.ContainsAny(s, "*?$")
		if c.name == "replace" && i == 1 && len(s) > 1 && strings.HasPrefix(s, "/") && strings.HasSuffix(s, "/") {
			wild = true // a regular expression may leave little of the text
		}
	}
	why := ""
	if wild {
		why = c.e.because(c.name, c.in)
	}
	v, err := c.e.unknown(hole{name: c.e.told(c.shown(), c.in.sensitive), wild: wild, why: why})
	if err != nil {
		return v, err
	}
	return c.keep(v), nil
}

// bounded refuses calls whose result would be out of proportion.
func (c *invocation) bounded() error {
	tooLarge := &halt{what: c.name + " makes a value of enormous size", settle: "a simpler configuration", at: c.at}
	str := func(i int) string {
		if i < len(c.args) {
			if s, ok := asString(c.args[i]); ok {
				return s
			}
		}
		return ""
	}
	switch c.name {
	case "format", "formatlist":
		digits := 0
		for _, r := range str(0) {
			if r >= '0' && r <= '9' {
				if digits++; digits > 4 {
					return tooLarge
				}
			} else {
				digits = 0
			}
		}
		if strings.Count(str(0), "%") > 1000 {
			return tooLarge
		}
	case "replace":
		if (len(str(0))+1)*(len(str(2))+1) > 16*maxText {
			return tooLarge
		}
	case "join":
		if c.in.nodes*len(str(0))+c.in.bytes > maxText {
			return tooLarge
		}
	case "indent":
		if n, ok := lengthNumber(c.args[0]); ok && n*(strings.Count(str(1), "\n")+1)+len(str(1)) > maxText {
			return tooLarge
		}
	case "split", "regexall":
		if len(str(1)) > maxText/8 {
			return tooLarge
		}
	case "setproduct":
		product := 1
		for _, a := range c.args {
			n, _ := lengthOf(a)
			if product *= max(n, 1); product > maxArgNodes/max(len(c.args), 1) {
				return tooLarge
			}
		}
	}
	return nil
}

func lengthNumber(v cty.Value) (int, bool) {
	v, _ = v.Unmark()
	if v.IsNull() || !v.IsKnown() || v.Type() != cty.Number {
		return 0, false
	}
	f := v.AsBigFloat()
	n, _ := f.Int64()
	if n < 0 || n > 1<<30 {
		return 1 << 30, true
	}
	return int(n), true
}
