// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
	"github.com/zclconf/go-cty/cty"
)

// values are a template's arguments by name.
type values = map[string]cty.Value

// policyPrefix begins the names of the inline policies that are a role's own.
const policyPrefix = "hipaa-"

var (
	textsType     = types.ListType{ElemType: types.StringType}
	conditionType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"test": types.StringType, "variable": types.StringType, "values": textsType,
	}}
	principalsType = types.ObjectType{AttrTypes: map[string]attr.Type{"type": types.StringType, "identifiers": textsType}}
	statementType  = types.ObjectType{AttrTypes: map[string]attr.Type{
		"sid": types.StringType, "description": types.StringType, "citations": textsType, "effect": types.StringType,
		"actions": textsType, "not_actions": textsType, "resources": textsType, "not_resources": textsType,
		"conditions": types.ListType{ElemType: conditionType},
	}}
	trustStatementType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"sid": types.StringType, "description": types.StringType, "citations": textsType, "effect": types.StringType,
		"actions": textsType, "conditions": types.ListType{ElemType: conditionType}, "principals": types.ListType{ElemType: principalsType},
	}}
	policyType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"name": types.StringType, "json": types.StringType, "statements": types.ListType{ElemType: statementType},
	}}
	acceptType  = types.ObjectType{AttrTypes: map[string]attr.Type{"rule": types.StringType, "reason": types.StringType}}
	findingType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"rule": types.StringType, "severity": types.StringType, "message": types.StringType, "citations": textsType, "accepted": types.StringType,
	}}
)

// textValue is unknown where any part of the text is.
func textValue(t template.Text) types.String {
	if !t.Known() {
		return types.StringUnknown()
	}
	return types.StringValue(string(t))
}

// textsValue is null for a list that is absent.
func textsValue(t template.Texts) types.List {
	switch {
	case t.Unknown:
		return types.ListUnknown(types.StringType)
	case len(t.Values) == 0:
		return types.ListNull(types.StringType)
	}
	vals := make([]attr.Value, len(t.Values))
	for i, v := range t.Values {
		vals[i] = textValue(v)
	}
	return types.ListValueMust(types.StringType, vals)
}

func stringsValue(list []string) types.List {
	vals := make([]attr.Value, len(list))
	for i, s := range list {
		vals[i] = types.StringValue(s)
	}
	return types.ListValueMust(types.StringType, vals)
}

// optionalText is null for an empty text.
func optionalText(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

func conditionsValue(list []template.Condition) types.List {
	if len(list) == 0 {
		return types.ListNull(conditionType)
	}
	vals := make([]attr.Value, len(list))
	for i, c := range list {
		if c.Maybe {
			// The length of the list is not known either.
			return types.ListUnknown(conditionType)
		}
		vals[i] = types.ObjectValueMust(conditionType.AttrTypes, map[string]attr.Value{
			"test": textValue(c.Test), "variable": textValue(c.Variable), "values": textsValue(c.Values),
		})
	}
	return types.ListValueMust(conditionType, vals)
}

func statementsValue(doc *template.Document, trust bool) types.List {
	ty := statementType
	if trust {
		ty = trustStatementType
	}
	if doc.Unknown {
		return types.ListUnknown(ty)
	}
	vals := make([]attr.Value, len(doc.Statements))
	for i, s := range doc.Statements {
		attrs := map[string]attr.Value{
			"sid": optionalText(s.Sid), "description": optionalText(s.Description), "citations": stringsValue(s.Citations),
			"effect": types.StringValue(s.Effect), "actions": textsValue(s.Actions), "conditions": conditionsValue(s.Conditions),
		}
		if trust {
			attrs["principals"] = principalsValue(s.Principals)
		} else {
			attrs["not_actions"] = textsValue(s.NotActions)
			attrs["resources"] = textsValue(s.Resources)
			attrs["not_resources"] = textsValue(s.NotResources)
		}
		vals[i] = types.ObjectValueMust(ty.AttrTypes, attrs)
	}
	return types.ListValueMust(ty, vals)
}

func principalsValue(list []template.Principals) types.List {
	vals := make([]attr.Value, len(list))
	for i, p := range list {
		vals[i] = types.ObjectValueMust(principalsType.AttrTypes, map[string]attr.Value{
			"type": types.StringValue(p.Type), "identifiers": textsValue(p.Identifiers),
		})
	}
	return types.ListValueMust(principalsType, vals)
}

// documentValue is the whole document, unknown where any of it is.
func documentValue(doc *template.Document) types.String {
	text, ok := doc.JSON()
	if !ok || !doc.Known() {
		return types.StringUnknown()
	}
	return types.StringValue(text)
}

func policiesValue(docs []*template.Document) types.List {
	vals := make([]attr.Value, len(docs))
	for i, d := range docs {
		vals[i] = types.ObjectValueMust(policyType.AttrTypes, map[string]attr.Value{
			"name": types.StringValue(policyPrefix + d.Name), "json": documentValue(d), "statements": statementsValue(d, false),
		})
	}
	return types.ListValueMust(policyType, vals)
}

func acceptsValue(list []*template.Accept) types.List {
	vals := make([]attr.Value, len(list))
	for i, a := range list {
		vals[i] = types.ObjectValueMust(acceptType.AttrTypes, map[string]attr.Value{
			"rule": types.StringValue(a.Rule), "reason": types.StringValue(a.Reason),
		})
	}
	return types.ListValueMust(acceptType, vals)
}
