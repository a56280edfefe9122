// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const admin = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`

// TestStrays: documents in types that the table does not have. Types that no provider
// at hand has cannot be recorded.
func TestStrays(t *testing.T) {
	quoted := func(s string) string {
		text, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	const unknown = `"after":{"name":"x"},"after_unknown":{"policy":true,"id":true}`
	refers := `{"root_module":{"resources":[{"address":"aws_new_policy.this","mode":"managed","type":"aws_new_policy","name":"this","provider_config_key":"aws","expressions":{"policy":{"references":["data.aws_iam_policy_document.x.json","data.aws_iam_policy_document.x"]}}}]}}`
	tests := map[string]struct {
		kind, change, configuration string
		want                        []string
	}{
		"a type of a newer provider":      {"aws_new_policy", `"after":{"policy":` + quoted(admin) + `}`, "{}", []string{"policy"}},
		"of another provider":             {"vault_aws_secret_backend_role", `"after":{"policy_document":` + quoted(admin) + `}`, "{}", []string{"policy_document"}},
		"names in another case":           {"local_file", `"after":{"content":` + quoted(`{"STATEMENT":[{"EFFECT":"Allow","ACTION":"*","RESOURCE":"*"}]}`) + `}`, "{}", []string{"content"}},
		"escaped letters":                 {"local_file", `"after":{"content":` + quoted(`{"\u0053tatement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`) + `}`, "{}", []string{"content"}},
		"white space before it":           {"local_file", `"after":{"content":` + quoted("\n\t "+admin) + `}`, "{}", []string{"content"}},
		"an object":                       {"kubernetes_manifest", `"after":{"manifest":{"spec":{"document":` + admin + `}}}`, "{}", []string{"manifest.spec.document"}},
		"a text within a text":            {"local_file", `"after":{"content":` + quoted(`{"a":[{"b":`+quoted(admin)+`}]}`) + `}`, "{}", []string{"content"}},
		"unknown, and the plan refers":    {"aws_new_policy", unknown, refers, []string{"policy"}},
		"unknown, and the provider's own": {"aws_new_policy", unknown, "{}", nil},
		"unknown, of another name":        {"aws_new_policy", `"after":{},"after_unknown":{"policy_id":true,"ssl_policy":true}`, refers, nil},
		"in a map that is sensitive":      {"terraform_data", `"after":{"input":{"NAME":` + quoted(admin) + `}},"after_sensitive":{"input":true}`, "{}", []string{"input"}},
		"no policy":                       {"local_file", `"after":{"content":"{\"Statement\":[{\"Effect\":\"credit\"}]}"}`, "{}", nil},
		"a text that is no JSON":          {"local_file", `"after":{"content":"{Statement \"Action\"}"}`, "{}", nil},
		"in what no rule reads":           {"aws_lambda_function", `"after":{"function_name":"x","source_code_hash":` + quoted(admin) + `}`, "{}", []string{"source_code_hash"}},
		"a statement that AWS makes":      {"aws_acmpca_permission", `"after":{"policy":` + quoted(admin) + `,"actions":["GetCertificate"],"principal":"acm.amazonaws.com"}`, "{}", nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			src := fmt.Sprintf(`{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{},"resource_changes":[{"address":"%[1]s.this","mode":"managed","type":"%[1]s","name":"this","provider_name":"x","change":{"actions":["create"],"before":null,%[2]s}}],"configuration":%[3]s}`,
				tc.kind, tc.change, tc.configuration)
			p, err := Decode([]byte(src), "plan.json", Options{})
			if err != nil {
				t.Fatal(err)
			}
			change, err := p.Change(nil)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range change.After.Documents {
				if d.Carried && d.Undetermined != nil {
					got = append(got, d.Attribute)
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("reported (-want +got):\n%s", diff)
			}
		})
	}
}
