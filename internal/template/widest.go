// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"encoding/json"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/zclconf/go-cty/cty"
)

// Widest returns a document that allows whatever the template's policies can
// allow with any arguments, and perhaps more: what depends on arguments may be
// anything in it, and only denials are kept that are always there. What it does
// not allow, no role of the template may do by its own policies.
func (t *Template) Widest() (*policy.Document, error) {
	args := Arguments{Parameters: map[string]cty.Value{}, RoleName: cty.UnknownVal(cty.String), PermissionsBoundary: cty.UnknownVal(cty.String)}
	for _, p := range t.Parameters {
		args.Parameters[p.Name] = cty.UnknownVal(p.Type)
	}
	// Nobody is said to become the role, which is a problem of the arguments and
	// none here.
	rendered, _, _ := t.Render(args)
	list := []any{}
	for _, d := range rendered.Policies {
		for _, s := range d.Statements {
			if one := s.widest(); one != nil {
				list = append(list, one)
			}
		}
	}
	text, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": list})
	if err != nil {
		return nil, err
	}
	doc, _ := policy.Parse(text, policy.Identity) // of no statements, which AWS refuses, it is read all the same
	return doc, nil
}

// widest is the statement with whatever its unknown parts can be; nil where it
// may be missing and missing is wider.
func (s *Statement) widest() map[string]any {
	if s.Effect != "Allow" {
		if !s.Known() {
			return nil
		}
		out := map[string]any{"Effect": s.Effect}
		for key, t := range map[string]Texts{"Action": s.Actions, "NotAction": s.NotActions, "Resource": s.Resources, "NotResource": s.NotResources} {
			if len(t.Values) > 0 {
				out[key] = t.Values
			}
		}
		if conditions := knownConditions(s.Conditions); len(conditions) > 0 {
			out["Condition"] = conditions
		}
		return out
	}
	out := map[string]any{"Effect": s.Effect}
	s.Actions.orAny(s.NotActions, "Action", out)
	s.Resources.orAny(s.NotResources, "Resource", out)
	if conditions := knownConditions(s.Conditions); len(conditions) > 0 {
		out["Condition"] = conditions
	}
	return out
}

// orAny writes an element of an Allow: what is unknown in a list may be
// anything, and what is unknown of a list of exceptions is none.
func (t Texts) orAny(not Texts, name string, out map[string]any) {
	switch {
	case t.Unknown:
		out[name] = []string{"*"}
	case len(t.Values) > 0:
		var list []string
		for _, v := range t.Values {
			list = append(list, strings.Map(func(r rune) rune {
				if isHole(r) {
					return '*'
				}
				return r
			}, string(v)))
		}
		out[name] = list
	default:
		var list []string
		for _, v := range not.Values {
			if v.Known() {
				list = append(list, string(v))
			}
		}
		if len(list) == 0 {
			out[name] = []string{"*"}
			return
		}
		out["Not"+name] = list
	}
}

// knownConditions keeps the conditions that are there with any arguments.
func knownConditions(list []Condition) map[string]map[string]any {
	out := map[string]map[string]any{}
	for _, c := range list {
		if !c.Known() {
			continue
		}
		keys := out[string(c.Test)]
		if keys == nil {
			keys = map[string]any{}
			out[string(c.Test)] = keys
		}
		keys[string(c.Variable)] = c.Values.Values
	}
	return out
}
