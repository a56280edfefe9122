// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/scan"
)

func TestSplitAddress(t *testing.T) {
	for in, want := range map[string][]string{
		"aws_iam_role.a":                       {"aws_iam_role|", "a|"},
		"aws_iam_role.a[0]":                    {"aws_iam_role|", "a|[0]"},
		`module.a["x.y[\"z\"]"].data.t.n["k"]`: {"module|", `a|["x.y[\"z\"]"]`, "data|", "t|", `n|["k"]`},
		"aws_s3_bucket.b.tags[\"a\"].x":        {"aws_s3_bucket|", "b|", "tags|[\"a\"]", "x|"},
		"":                                     {"|"},
		"]":                                    {"]|"},
		"aws_iam_role.a[":                      {"aws_iam_role|", "a|["},
		`aws_iam_role.a["unclosed.b`:           {"aws_iam_role|", `a|["unclosed.b`},
		"inline_policy[1].policy":              {"inline_policy|[1]", "policy|"},
	} {
		var got []string
		for _, s := range splitAddress(in) {
			got = append(got, s.name+"|"+s.key)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", in, diff)
		}
	}
}

// planFor makes a plan of resource addresses with this configuration section.
func planFor(t *testing.T, configuration string, addresses ...string) *Plan {
	t.Helper()
	r := scan.NewReader(strings.NewReader(configuration), scan.Options{})
	if err := r.Next(); err != nil {
		t.Fatal(err)
	}
	section, err := readConfiguration(r)
	if err != nil {
		t.Fatal(err)
	}
	p := &Plan{configuration: section}
	for _, a := range addresses {
		parts := splitAddress(a)
		rc := &tfjson.ResourceChange{Address: a, Mode: tfjson.ManagedResourceMode, Change: &tfjson.Change{After: map[string]any{}}}
		rc.Type, rc.Name = parts[len(parts)-2].name, parts[len(parts)-1].name
		if slices.ContainsFunc(parts, func(s step) bool { return s.name == "data" }) {
			rc.Mode = tfjson.DataResourceMode
		}
		p.Changes = append(p.Changes, rc)
	}
	return p
}

// TestFollow resolves references through variables, outputs, modules and keys.
func TestFollow(t *testing.T) {
	// Each case asks for the expression "x" of aws_iam_role.r, wherever it stands.
	role := func(refs string) string {
		return fmt.Sprintf(`{"mode":"managed","type":"aws_iam_role","name":"r","expressions":{"x":{"references":[%s]}}}`, refs)
	}
	for name, c := range map[string]struct {
		configuration, from string
		resources           []string
		want                string
	}{
		"direct": {
			`{"root_module":{"resources":[` + role(`"aws_iam_policy.p.arn","aws_iam_policy.p"`) + `]}}`,
			"aws_iam_role.r", []string{"aws_iam_policy.p", "aws_iam_policy.q"}, "aws_iam_policy.p.arn",
		},
		"data source": {
			`{"root_module":{"resources":[` + role(`"data.aws_iam_policy_document.d.json","data.aws_iam_policy_document.d"`) + `]}}`,
			"aws_iam_role.r", []string{"data.aws_iam_policy_document.d"}, "data.aws_iam_policy_document.d.json",
		},
		"by constant key": {
			`{"root_module":{"resources":[` + role(`"aws_iam_policy.p[\"b\"].arn","aws_iam_policy.p[\"b\"]","aws_iam_policy.p"`) + `]}}`,
			"aws_iam_role.r", []string{`aws_iam_policy.p["a"]`, `aws_iam_policy.p["b"]`}, `aws_iam_policy.p["b"].arn`,
		},
		"by the same key": {
			`{"root_module":{"resources":[` + role(`"aws_iam_policy.p","each.key"`) + `]}}`,
			`aws_iam_role.r["x.y"]`, []string{`aws_iam_policy.p["a"]`, `aws_iam_policy.p["x.y"]`}, `aws_iam_policy.p["x.y"]`,
		},
		"by count": {
			`{"root_module":{"resources":[` + role(`"aws_iam_policy.p","count.index"`) + `]}}`,
			"aws_iam_role.r[1]", []string{"aws_iam_policy.p[0]", "aws_iam_policy.p[1]"}, "aws_iam_policy.p[1]",
		},
		"several, not told apart": {
			`{"root_module":{"resources":[` + role(`"aws_iam_policy.p"`) + `]}}`,
			"aws_iam_role.r", []string{"aws_iam_policy.p[0]", "aws_iam_policy.p[1]"}, "aws_iam_policy.p[0], aws_iam_policy.p[1]",
		},
		"variable of a module": {
			`{"root_module":{"module_calls":{"m":{"expressions":{"arn":{"references":["aws_iam_policy.p.arn","aws_iam_policy.p"]}},"module":{"resources":[` + role(`"var.arn"`) + `]}}}}}`,
			"module.m.aws_iam_role.r", []string{"aws_iam_policy.p"}, "aws_iam_policy.p.arn",
		},
		"output of a module": {
			`{"root_module":{"resources":[` + role(`"module.m.arn","module.m"`) + `],"module_calls":{"m":{"module":{"outputs":{"arn":{"expression":{"references":["aws_iam_policy.p.arn","aws_iam_policy.p"]}}}}}}}}`,
			"aws_iam_role.r", []string{"module.m.aws_iam_policy.p", "module.n.aws_iam_policy.p"}, "module.m.aws_iam_policy.p.arn",
		},
		"output of the module with the same key": {
			`{"root_module":{"resources":[` + role(`"module.m","each.key"`) + `],"module_calls":{"m":{"module":{"outputs":{"arn":{"expression":{"references":["aws_iam_policy.p.arn","aws_iam_policy.p"]}}}}}}}}`,
			`aws_iam_role.r["a"]`, []string{`module.m["a"].aws_iam_policy.p`}, "lost module.m",
		},
		"from one module through the root to another": {
			`{"root_module":{"module_calls":{"a":{"expressions":{"v":{"references":["module.b.out","module.b"]}},"module":{"resources":[` + role(`"var.v"`) +
				`]}},"b":{"module":{"outputs":{"out":{"expression":{"references":["aws_iam_policy.p.arn"]}}}}}}}}`,
			"module.a.aws_iam_role.r", []string{"module.b.aws_iam_policy.p"}, "module.b.aws_iam_policy.p.arn",
		},
		"instances of a module stay apart": {
			`{"root_module":{"module_calls":{"m":{"module":{"resources":[` + role(`"aws_iam_policy.p.arn"`) + `]}}}}}`,
			`module.m["a"].aws_iam_role.r`, []string{`module.m["a"].aws_iam_policy.p`, `module.m["b"].aws_iam_policy.p`}, `module.m["a"].aws_iam_policy.p.arn`,
		},
		"each.value": {
			`{"root_module":{"resources":[{"mode":"managed","type":"aws_iam_role","name":"r","expressions":{"x":{"references":["each.value"]}},"for_each_expression":{"references":["aws_iam_policy.p.arn"]}}]}}`,
			`aws_iam_role.r["a"]`, []string{"aws_iam_policy.p"}, "aws_iam_policy.p.arn",
		},
		"local": {
			`{"root_module":{"resources":[` + role(`"local.x"`) + `]}}`,
			"aws_iam_role.r", nil, "lost local.x",
		},
		"what rules do not look at": {
			`{"root_module":{"module_calls":{"m":{"module":{"resources":[` + role(`"aws_lambda_function.f.arn","aws_lambda_function.f"`) + `]}}}}}`,
			`module.m[0].aws_iam_role.r`, nil, "lost module.m[0].aws_lambda_function.f.arn",
		},
		"variable of the root module": {
			`{"root_module":{"resources":[` + role(`"var.arn"`) + `]}}`,
			"aws_iam_role.r", nil, "",
		},
		"a circle": {
			`{"root_module":{"resources":[` + role(`"module.m.o"`) + `],"module_calls":{"m":{"expressions":{"v":{"references":["module.m.o"]}},"module":{"outputs":{"o":{"expression":{"references":["var.v"]}}}}}}}}`,
			"aws_iam_role.r", nil, "lost",
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := planFor(t, c.configuration, append([]string{c.from}, c.resources...)...)
			r := newResolver(p)
			rc := p.Changes[0]
			block := r.of(rc)
			if block == nil {
				t.Fatal("the configuration's block is not found")
			}
			f := r.follow(block.Expressions["x"], r.from(rc))
			var got []string
			for _, g := range f.targets {
				got = append(got, g.reference)
			}
			text := strings.Join(got, ", ")
			if len(f.lost) > 0 {
				text += "lost " + strings.Join(f.lost, ", ")
			}
			if name == "a circle" {
				text = strings.Fields(text)[0]
			}
			if diff := cmp.Diff(c.want, text); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestExpression reads the three forms in which a plan writes an argument.
func TestExpression(t *testing.T) {
	for src, want := range map[string]string{
		`{"constant_value":"x"}`:                       "x/[]/0",
		`{"references":["a.b.c","a.b"]}`:               "<nil>/[a.b.c]/0",
		`{"references":["a.b.c","a.b","a.b.c","a.b"]}`: "<nil>/[a.b.c a.b.c]/0",
		`{}`:                                    "<nil>/[]/0",
		`[{"a":{"constant_value":1}},{"b":{}}]`: "<nil>/[]/2",
		`{"a":{"references":["x.y"]}}`:          "<nil>/[]/1",
		`{"references":"wrong"}`:                "<nil>/[]/0",
	} {
		var v any
		if err := json.Unmarshal([]byte(src), &v); err != nil {
			t.Fatal(err)
		}
		e := expressionOf(v)
		if got := fmt.Sprintf("%v/%v/%d", e.Constant, e.full(), len(e.Blocks)); got != want || !e.Given {
			t.Errorf("%s: %s, want %s", src, got, want)
		}
	}
}
