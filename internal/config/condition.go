// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// Questions answers what a check asks of an account. A resource is given by its
// address. An answer that is not settled is an unknown value; an error says that
// the question makes no sense for the resource.
type Questions interface {
	// Allows: may the principal do the action on the resource, or does the
	// document or the store's policy allow it? Both are patterns.
	Allows(address, action, arn string) (cty.Value, error)
	// NewlyAllows is Allows for what was not allowed before the change.
	NewlyAllows(address, action, arn string) (cty.Value, error)
	ReachesPHI(address string) (cty.Value, error)
	Escalates(address string) (cty.Value, error)
	Public(address string) (cty.Value, error)
	Tags(address string) (cty.Value, error)
	// Document is a policy document that the resource holds; attribute is "" for
	// the only one.
	Document(address, attribute string) (cty.Value, error)
	// Sensitive reports whether an answer so far rests on a sensitive document.
	Sensitive() bool
}

// Sensitive marks values that the plan marks sensitive.
const Sensitive = "sensitive"

// addressKey is the member of a resource by which functions know it. No argument
// of a resource has such a name.
const addressKey = "(address)"

// ResourceObject is a resource as conditions see it: its attributes, and its
// address and type where no attribute has that name.
func ResourceObject(address, kind string, attributes map[string]cty.Value) cty.Value {
	all := map[string]cty.Value{"address": cty.StringVal(address), "type": cty.StringVal(kind)}
	maps.Copy(all, attributes)
	all[addressKey] = cty.StringVal(address)
	return cty.ObjectVal(all)
}

// Outcome is what came of a check for one resource.
type Outcome struct {
	// Holds is the condition's value; it means nothing where Why is set.
	Holds bool
	// Why says why the condition cannot be determined, or is "".
	Why string
	// Message is the check's, "" where it cannot be written, or may not be shown.
	Message string
	// Sensitive says that the outcome rests on sensitive values.
	Sensitive bool
}

// Evaluate judges one resource. shown is the resource for the message: what is
// not known until apply stands in it as a text.
func (c *Check) Evaluate(resource, shown cty.Value, q Questions) Outcome {
	scope := checkScope(resource, q)
	v, diags := c.Condition.Value(scope)
	out := Outcome{}
	v, marks := v.UnmarkDeep()
	out.Sensitive = len(marks) > 0
	switch {
	case diags.HasErrors():
		out.Why = c.misnamed(resource)
		if out.Why == "" {
			// What a function says of its argument may hold the value.
			out.Sensitive = resource.ContainsMarked() || q.Sensitive()
			out.Why = explain(diags, out.Sensitive)
		}
	case !v.IsKnown():
		out.Why = "it rests on what is not known until apply, or on a question that the engine leaves open"
	case v.IsNull() || v.Type() != cty.Bool:
		out.Why = "the condition is neither true nor false"
	default:
		out.Holds = v.True()
	}
	if m, diags := c.Message.Value(checkScope(shown, q)); !diags.HasErrors() && !m.IsMarked() && isText(m) {
		out.Message = strings.TrimSpace(m.AsString())
	}
	return out
}

// misnamed names an attribute that the condition reads and the resource has not, or "".
func (c *Check) misnamed(resource cty.Value) string {
	types := resource.Type().AttributeTypes()
	for _, t := range c.Condition.Variables() {
		if len(t) < 2 {
			continue
		}
		step, ok := t[1].(hcl.TraverseAttr)
		if !ok || types[step.Name] != cty.NilType {
			continue
		}
		out := fmt.Sprintf("the resource has no attribute %q (%s)", step.Name, t.SourceRange())
		if near := Nearest(step.Name, sortedKeys(types)); near != "" {
			out += fmt.Sprintf("; did you mean %q?", near)
		}
		return strings.TrimSuffix(out, ".")
	}
	return ""
}

// explain says what is wrong with a condition, without any value where one is sensitive.
func explain(diags hcl.Diagnostics, sensitive bool) string {
	d := diags[0]
	at := ""
	if d.Subject != nil {
		at = fmt.Sprintf(" (%s)", d.Subject)
	}
	if sensitive || d.EvalContext == nil && d.Detail == "" {
		return d.Summary + at
	}
	return strings.TrimSuffix(d.Detail, ".") + at
}

func checkScope(resource cty.Value, q Questions) *hcl.EvalContext {
	functions := maps.Clone(conditionFunctions)
	of := func(result cty.Type, more []string, ask func(address string, args []string) (cty.Value, error)) function.Function {
		spec := &function.Spec{
			Params: []function.Parameter{{Name: "resource", Type: cty.DynamicPseudoType, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true}},
			Type:   function.StaticReturnType(result),
			Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
				address, err := addressOf(args[0])
				if err != nil {
					return cty.NilVal, err
				}
				texts := make([]string, len(args)-1)
				for i, a := range args[1:] {
					texts[i] = a.AsString()
				}
				return ask(address, texts)
			},
		}
		for _, name := range more {
			spec.Params = append(spec.Params, function.Parameter{Name: name, Type: cty.String})
		}
		return function.New(spec)
	}
	access := []string{"action", "arn"}
	functions["allows"] = of(cty.Bool, access, func(address string, a []string) (cty.Value, error) { return q.Allows(address, a[0], a[1]) })
	functions["newly_allows"] = of(cty.Bool, access, func(address string, a []string) (cty.Value, error) { return q.NewlyAllows(address, a[0], a[1]) })
	functions["reaches_phi"] = of(cty.Bool, nil, func(address string, _ []string) (cty.Value, error) { return q.ReachesPHI(address) })
	functions["escalates"] = of(cty.Bool, nil, func(address string, _ []string) (cty.Value, error) { return q.Escalates(address) })
	functions["public"] = of(cty.Bool, nil, func(address string, _ []string) (cty.Value, error) { return q.Public(address) })
	functions["tags"] = of(cty.Map(cty.String), nil, func(address string, _ []string) (cty.Value, error) { return q.Tags(address) })
	functions["document"] = function.New(&function.Spec{
		Params:   []function.Parameter{{Name: "resource", Type: cty.DynamicPseudoType, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true}},
		VarParam: &function.Parameter{Name: "attribute", Type: cty.String},
		Type:     function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			address, err := addressOf(args[0])
			if err != nil {
				return cty.NilVal, err
			}
			attribute := ""
			switch len(args) {
			case 1:
			case 2:
				attribute = args[1].AsString()
			default:
				return cty.NilVal, errors.New("document takes the resource and the name of an argument")
			}
			return q.Document(address, attribute)
		},
	})
	return &hcl.EvalContext{Functions: functions, Variables: map[string]cty.Value{"resource": resource}}
}

func addressOf(v cty.Value) (string, error) {
	v, _ = v.Unmark()
	if v.Type().IsObjectType() && v.Type().HasAttribute(addressKey) {
		return v.GetAttr(addressKey).AsString(), nil
	}
	return "", errors.New("the first argument must be resource")
}

// tryCheck finds mistakes in a check where they are written: names and functions
// that there are not. The resource's attributes are known only with a plan.
func (d *decoder) tryCheck(e hcl.Expression) {
	for _, t := range e.Variables() {
		if root := t.RootName(); root != "resource" {
			detail := fmt.Sprintf("There is no variable %q; a check speaks of resource.", root)
			if near := Nearest(root, []string{"resource"}); near != "" {
				detail += fmt.Sprintf(" Did you mean %q?", near)
			}
			d.fail("Unknown variable", detail, t.SourceRange())
		}
	}
	node, ok := e.(hclsyntax.Node)
	if !ok {
		return // JSON: found when it is evaluated, and then a finding
	}
	known := checkScope(cty.DynamicVal, nil).Functions
	_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		call, ok := n.(*hclsyntax.FunctionCallExpr)
		if !ok {
			return nil
		}
		f, ok := known[call.Name]
		if !ok {
			detail := fmt.Sprintf("There is no function named %q.", call.Name)
			if near := Nearest(call.Name, sortedKeys(known)); near != "" {
				detail += fmt.Sprintf(" Did you mean %q?", near)
			}
			d.fail("Call to unknown function", detail, call.NameRange)
			return nil
		}
		if want := len(f.Params()); !call.ExpandFinal && (len(call.Args) < want || f.VarParam() == nil && len(call.Args) > want) {
			d.fail("Wrong number of arguments", fmt.Sprintf("The function %q takes %s, not %d.", call.Name, counted(want), len(call.Args)), call.Range())
		}
		return nil
	})
}

func counted(n int) string {
	if n == 1 {
		return "1 argument"
	}
	return fmt.Sprintf("%d arguments", n)
}
