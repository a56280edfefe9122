// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// documents reads the role's own policies out of a plan or state. A document
// that is unknown has an empty text.
func documents(list types.List) []iamrole.Policy {
	var out []iamrole.Policy
	for _, e := range list.Elements() {
		o, ok := e.(types.Object)
		if !ok {
			continue
		}
		name, _ := o.Attributes()["name"].(types.String)
		text, _ := o.Attributes()["json"].(types.String)
		out = append(out, iamrole.Policy{Name: name.ValueString(), Document: text.ValueString()})
	}
	return out
}

// foundPolicies shows the policies as they are in AWS. A document that means
// what the state says keeps the state's form, so that only a real difference
// shows.
func foundPolicies(t *template.Template, state types.List, found []iamrole.Policy, order []string) types.List {
	known := map[string]attr.Value{}
	text := map[string]string{}
	for i, p := range documents(state) {
		known[p.Name], text[p.Name] = state.Elements()[i], p.Document
	}
	slices.SortStableFunc(found, func(a, b iamrole.Policy) int {
		return slices.Index(order, a.Name) - slices.Index(order, b.Name)
	})
	vals := make([]attr.Value, 0, len(found))
	for _, p := range found {
		if old, ok := known[p.Name]; ok && iamrole.SameDocument(text[p.Name], p.Document, policy.Identity) {
			vals = append(vals, old)
			continue
		}
		vals = append(vals, types.ObjectValueMust(policyType.AttrTypes, map[string]attr.Value{
			"name": types.StringValue(p.Name), "json": types.StringValue(p.Document),
			"statements": foundStatements(t, known[p.Name], text[p.Name], p.Document),
		}))
	}
	return types.ListValueMust(policyType, vals)
}

// foundStatements shows a document's statements as they are in AWS. One that is
// in the state as well keeps the state's form, with what it is for and why.
func foundStatements(t *template.Template, state attr.Value, old, now string) types.List {
	doc, _ := policy.Parse([]byte(now), policy.Identity)
	fresh := statementsValue(shown(t, doc), false)
	before, _ := policy.Parse([]byte(old), policy.Identity)
	o, ok := state.(types.Object)
	if doc == nil || before == nil || !ok {
		return fresh
	}
	list, ok := o.Attributes()["statements"].(types.List)
	if !ok || len(list.Elements()) != len(before.Statements) {
		return fresh
	}
	known := map[string]attr.Value{}
	for i, s := range before.Statements {
		known[string(before.CanonicalStatement(s))] = list.Elements()[i]
	}
	vals := slices.Clone(fresh.Elements())
	for i, s := range doc.Statements {
		if v, ok := known[string(doc.CanonicalStatement(s))]; ok {
			vals[i] = v
		}
	}
	return types.ListValueMust(statementType, vals)
}

// shown turns a parsed document into the form in which documents are shown. A
// statement with the Sid of one of the template's is taken to be for the same.
func shown(t *template.Template, doc *policy.Document) *template.Document {
	out := &template.Document{}
	if doc == nil {
		return out
	}
	for _, s := range doc.Statements {
		st := &template.Statement{
			Sid: s.Sid, Effect: s.Effect.String(),
			Actions: textsOf(s.Action.Texts()), NotActions: textsOf(s.NotAction.Texts()),
			Resources: textsOf(s.Resource.Texts()), NotResources: textsOf(s.NotResource.Texts()),
		}
		if t != nil {
			st.Description, st.Citations, _ = t.Explain(s.Sid)
		}
		for _, c := range s.Conditions {
			st.Conditions = append(st.Conditions, template.Condition{
				Test: template.Text(c.Operator.Name), Variable: template.Text(c.Key), Values: textsOf(c.Values),
			})
		}
		if p := s.Principal; p != nil {
			for _, e := range []struct {
				kind string
				list []policy.Text
			}{{"AWS", p.AWS}, {"Service", p.Service}, {"Federated", p.Federated}, {"CanonicalUser", p.CanonicalUser}} {
				if len(e.list) > 0 {
					st.Principals = append(st.Principals, template.Principals{Type: e.kind, Identifiers: textsOf(e.list)})
				}
			}
			if p.All && len(p.AWS) == 0 {
				st.Principals = append(st.Principals, template.Principals{Type: "*", Identifiers: template.Texts{Values: []template.Text{"*"}}})
			}
		}
		out.Statements = append(out.Statements, st)
	}
	return out
}

func textsOf(list []policy.Text) template.Texts {
	out := template.Texts{}
	for _, t := range list {
		out.Values = append(out.Values, template.Text(t.Value))
	}
	return out
}

// others are the policies that the resource does not manage.
func others(f *iamrole.Found) types.List {
	return stringsValue(append(slices.Clone(f.Attached), f.OtherInline...))
}

// templatePolicies are the names that the template's documents have as inline policies.
func templatePolicies(t *template.Template) []string {
	out := make([]string, len(t.Policies))
	for i, p := range t.Policies {
		out[i] = policyPrefix + p.Name
	}
	return out
}
