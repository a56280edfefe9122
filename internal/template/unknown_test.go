// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// TestUnknownIsNeverGuessed evaluates one expression as the resources of a
// statement, with parameters of which some are unknown, and says what is known
// of each element. A placeholder must not decide anything.
func TestUnknownIsNeverGuessed(t *testing.T) {
	const unknown = "<unknown>"
	tests := map[string]struct {
		expression string
		want       []string
	}{
		"a literal":                        {`["a"]`, []string{"a"}},
		"the value":                        {`[var.id]`, []string{"<id>"}},
		"around it":                        {`["arn:${var.id}/*"]`, []string{"arn:<id>/*"}},
		"a single text":                    {`"arn:${var.id}"`, []string{"arn:<id>"}},
		"in parentheses":                   {`[("arn:${(var.id)}")]`, []string{"arn:<id>"}},
		"an element":                       {`[var.list[1]]`, []string{"<list[1]>"}},
		"the list":                         {`var.list`, []string{"known", "<list[1]>"}},
		"an attribute":                     {`[var.objects[0].arn]`, []string{"<objects[0].arn>"}},
		"an attribute that is known":       {`[var.objects[0].prefix]`, []string{"p/"}},
		"joined":                           {`[join("/", ["a", var.id])]`, []string{"a/<id>"}},
		"put together":                     {`concat(["a"], var.list, [var.id])`, []string{"a", "known", "<list[1]>", "<id>"}},
		"flattened":                        {`flatten([for v in var.list : [v, "${v}/*"]])`, []string{"known", "known/*", "<list[1]>", "<list[1]>/*"}},
		"through a local value":            {`[local.arn]`, []string{"local:<id>"}},
		"chosen by what is known":          {`[for o in var.objects : o.prefix == "" ? "${o.arn}/*" : "${o.arn}/${o.prefix}*"]`, []string{"<objects[0].arn>/p/*", "b/*"}},
		"filtered by what is known":        {`[for o in var.objects : o.arn if o.prefix != ""]`, []string{"<objects[0].arn>"}},
		"with the index":                   {`[for i, v in var.list : "${i}-${v}"]`, []string{"0-known", "1-<list[1]>"}},
		"of an object":                     {`[for k, v in { a = var.id } : "${k}-${v}"]`, []string{"<any id>"}},
		"chosen by what is not known":      {`[var.id == "x" ? "a" : "b"]`, []string{"<any id>"}},
		"filtered by what is not known":    {`[for v in var.list : v if v != "x"]`, []string{unknown}},
		"compared inside a text":           {`["${startswith(var.id, "arn:") ? "" : "arn:"}${var.id}"]`, []string{"<any id>"}},
		"looked into":                      {`[split(":", var.id)[0]]`, []string{"<any id>"}},
		"replaced in":                      {`[replace(var.id, "a", "*")]`, []string{"<any id>"}},
		"in upper case":                    {`[upper(var.id)]`, []string{"<any id>"}},
		"cut":                              {`[substr(var.id, 0, 3)]`, []string{"<any id>"}},
		"formatted":                        {`[format("%.1s", var.id)]`, []string{"<any id>"}},
		"as a number":                      {`["n${var.number}"]`, []string{"<any number>"}},
		"as an index":                      {`[var.list[var.number]]`, []string{"<any list, number>"}},
		"a list of unknown length":         {`var.unknown_list`, []string{unknown}},
		"of a list of unknown length":      {`[for v in var.unknown_list : "${v}/*"]`, []string{unknown}},
		"where a list is one text":         {`[join(",", var.unknown_list)]`, []string{"<any unknown_list>"}},
		"a parameter that takes wildcards": {`["${var.pattern}/x"]`, []string{"<any pattern>/x"}},
		"the role's name":                  {`["role/${role.name}"]`, []string{"role/<name>"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			src := `template "t" {
  version   = "1.0.0"
  title     = "T"
  purpose   = "P"
  citations = []
  trust "saml@1" {}
  limits {
    session     = "1h"
    max_session = "1h"
    boundary    = "b"
  }
  parameter "id" {
    type        = string
    description = "D"
  }
  parameter "number" {
    type        = number
    description = "D"
  }
  parameter "pattern" {
    type        = string
    description = "D"
    wildcards   = true
  }
  parameter "list" {
    type        = list(string)
    description = "D"
  }
  parameter "unknown_list" {
    type        = list(string)
    description = "D"
  }
  parameter "objects" {
    nesting     = "list"
    description = "D"
    attribute "arn" {
      type        = string
      description = "D"
    }
    attribute "prefix" {
      type        = string
      description = "D"
      default     = ""
    }
  }
  locals {
    id  = var.id
    arn = "local:${local.id}"
  }
  policy "p" {
    statement "S" {
      actions   = ["s3:GetObject"]
      resources = ` + tc.expression + `
    }
  }
  changelog "1.0.0" {
    date  = "2026-11-23"
    notes = []
  }
}`
			file, diags := template.Parse([]byte(src), "t.hcl", template.Catalogue())
			fatal(t, diags)
			str, unk := cty.StringVal, cty.UnknownVal(cty.String)
			object := func(arn, prefix cty.Value) cty.Value {
				return cty.ObjectVal(map[string]cty.Value{"arn": arn, "prefix": prefix})
			}
			r, problems, diags := file.Templates[0].Render(template.Arguments{
				RoleName: unk,
				Parameters: map[string]cty.Value{
					"id": unk, "number": cty.UnknownVal(cty.Number), "pattern": unk,
					"list":         cty.ListVal([]cty.Value{str("known"), unk}),
					"unknown_list": cty.UnknownVal(cty.List(cty.String)),
					"objects":      cty.ListVal([]cty.Value{object(unk, str("p/")), object(str("b"), cty.NullVal(cty.String))}),
				},
				Trust: []template.TrustArgument{{Profile: "saml", Parameters: map[string]cty.Value{"provider_arn": unk}}},
			})
			fatal(t, diags)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			got := strings.Fields(list(r.Policies[0].Statements[0].Resources, r.Holes))
			if len(got) > len(tc.want) {
				got = []string{list(r.Policies[0].Statements[0].Resources, r.Holes)}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("resources (-want +got):\n%s", diff)
			}
			for _, v := range r.Policies[0].Statements[0].Resources.Values {
				if shown := show(string(v), r.Holes); v.Known() != !strings.Contains(shown, "<") {
					t.Errorf("%s counts as known: %t", shown, v.Known())
				}
			}
		})
	}
}
