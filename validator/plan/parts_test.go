// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"fmt"
	"strings"
	"testing"
)

// TestParts: of a list that is not known at all, each document that it refers to is
// taken to be in it or not; where something else may be in it, nothing is taken.
func TestParts(t *testing.T) {
	const unknown = "source_policy_documents is not known until apply"
	perhaps := func(action, name string) string {
		return fmt.Sprintf(`{"Action":["%s"],"Condition":{"StringEquals":{"<%s>":["<%s?>"]}},"Effect":"Allow"}`, action, name, name)
	}
	whole := func(statements ...string) string {
		return `{"Statement":[` + strings.Join(statements, ",") + `],"Version":"2012-10-17"}`
	}
	const (
		a    = "module.m.data.aws_iam_policy_document.a[0].json"
		read = "module.m.data.aws_iam_policy_document.read[0].json"
	)
	for name, c := range map[string]struct{ refs, variables, inputs, outside, want string }{
		"what is planned, and not what is not": {
			refs: `"var.on","data.aws_iam_policy_document.a[0].json","data.aws_iam_policy_document.none[0].json"`, variables: `"on":{"default":true}`,
			want: whole(perhaps("a:1", a)),
		},
		"what was read when the plan was made":    {refs: `"data.aws_iam_policy_document.read[0].json"`, want: whole(perhaps("r:1", read))},
		"other data, and attributes of resources": {refs: `"data.aws_caller_identity.me.account_id","aws_s3_bucket.b.arn"`, want: `{"Statement":[],"Version":"2012-10-17"}`},
		"the policy of another resource":          {refs: `"aws_s3_bucket.b.policy"`, want: unknown},
		"the policy of another data source":       {refs: `"data.aws_iam_policy.p.policy"`, want: unknown},
		"a local":                                 {refs: `"local.extra"`, want: unknown},
		"an element of for_each":                  {refs: `"each.value"`, want: unknown},
		"a variable that is not given":            {refs: `"var.extra"`, variables: `"extra":{"default":null}`, want: `{"Statement":[],"Version":"2012-10-17"}`},
		"whose default is a policy":               {refs: `"var.extra"`, variables: `"extra":{"default":"{\"Statement\":[]}"}`, want: unknown},
		"whose default is not taken":              {refs: `"var.extra"`, variables: `"extra":{"default":"{\"Statement\":[]}"}`, inputs: `"extra":{"constant_value":""}`, want: `{"Statement":[],"Version":"2012-10-17"}`},
		"given a constant that is no policy":      {refs: `"var.extra"`, inputs: `"extra":{"constant_value":true}`, want: `{"Statement":[],"Version":"2012-10-17"}`},
		"given a constant that is one":            {refs: `"var.extra"`, inputs: `"extra":{"constant_value":["{\"Statement\":[]}"]}`, want: unknown},
		"given the call of a function":            {refs: `"var.extra"`, inputs: `"extra":{}`, want: unknown},
		"given a document of the caller": {
			refs: `"var.extra"`, inputs: `"extra":{"references":["data.aws_iam_policy_document.outer.json"]}`,
			want: whole(perhaps("o:1", "data.aws_iam_policy_document.outer.json")),
		},
		"given a variable of the root that holds one": {refs: `"var.extra"`, inputs: `"extra":{"references":["var.policy"]}`, outside: `"policy":{"value":"{\"Statement\":[]}"}`, want: unknown},
		"given a variable of the root that does not": {
			refs: `"var.extra"`, inputs: `"extra":{"references":["var.policy"]}`, outside: `"policy":{"value":null}`, want: `{"Statement":[],"Version":"2012-10-17"}`,
		},
		"given an output":                        {refs: `"var.extra"`, inputs: `"extra":{"references":["module.m.made"]}`, want: whole(perhaps("a:1", a))},
		"given an output that refers to nothing": {refs: `"var.extra"`, inputs: `"extra":{"references":["module.m.fixed"]}`, want: unknown},
		"nothing is referred to":                 {refs: ``, want: unknown},
	} {
		t.Run(name, func(t *testing.T) {
			inner := `{"variables":{` + c.variables + `},"outputs":{"made":{"expression":{"references":["data.aws_iam_policy_document.a[0].json"]}},"fixed":{"expression":{}}},"resources":[
				{"mode":"data","type":"aws_iam_policy_document","name":"d","expressions":{"source_policy_documents":{"references":[` + c.refs + `]}}}]}`
			src := `{"format_version":"1.2","planned_values":{},"variables":{` + c.outside + `},"resource_changes":[` + strings.Join([]string{
				dataAt("module.m.data.aws_iam_policy_document.d", "d", `{"statement":[]}`, `{"source_policy_documents":true}`),
				dataAt("module.m.data.aws_iam_policy_document.a[0]", "a", `{"statement":[{"actions":["a:1"]}]}`, `{}`),
				dataAt("data.aws_iam_policy_document.outer", "outer", `{"statement":[{"actions":["o:1"]}]}`, `{}`),
			}, ",") + `],"prior_state":{"values":{"root_module":{"child_modules":[{"address":"module.m","resources":[{"address":"module.m.data.aws_iam_policy_document.read[0]","mode":"data",
				"type":"aws_iam_policy_document","name":"read","values":{"json":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"r:1\"]}]}"}}]}]}}},
				"configuration":{"root_module":{"module_calls":{"m":{"expressions":{` + c.inputs + `},"module":` + inner + `}}}}}`
			p, err := Decode([]byte(src), "plan.json", Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := renderForTest(t, p); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestPartsOverride: a document that may override a statement by its Sid leaves open
// which of the two holds.
func TestPartsOverride(t *testing.T) {
	p := decodePlan(t, configOf(`{"override_policy_documents":{"references":["data.aws_iam_policy_document.over.json"]}}`),
		dataDocument("d", `{"statement":[{"sid":"A","actions":["a:1"]},{"sid":"B","actions":["b:1"]}]}`, `{"override_policy_documents":true}`),
		dataDocument("over", `{"statement":[{"sid":"A","effect":"Deny","actions":["a:2"]}]}`, `{}`))
	const perhaps = `"Condition":{"StringEquals":{"<data.aws_iam_policy_document.over.json>":["<data.aws_iam_policy_document.over.json?>"]}}`
	want := `{"Statement":[{"Action":["a:1"],` + perhaps + `,"Effect":"Allow","Sid":"A"},{"Action":["b:1"],"Effect":"Allow","Sid":"B"},{"Action":["a:2"],` + perhaps + `,"Effect":"Deny","Sid":"A"}],"Version":"2012-10-17"}`
	if got := renderForTest(t, p); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func dataAt(address, name, after, unknown string) string {
	return fmt.Sprintf(`{"address":"%s","mode":"data","type":"aws_iam_policy_document","name":"%s","change":{"actions":["read"],"before":null,"after":%s,"after_unknown":%s}}`, address, name, after, unknown)
}
