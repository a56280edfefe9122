// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package consumers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// officialSchema is the schema of OASIS, as the library holds it. The library's
// own Validate is about what it would write itself, not about what it has read.
func officialSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3").Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "pkg", "report", "v210", "sarif", "schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	ast.Inspect(file, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING && len(l.Value) > len(text) {
			text, err = strconv.Unquote(l.Value)
		}
		return true
	})
	if err != nil || len(text) < 50_000 {
		t.Fatalf("a schema of %d bytes, %v", len(text), err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	const at = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(at, doc); err != nil {
		t.Fatal(err)
	}
	out, err := c.Compile(at)
	if err != nil {
		t.Fatal(err)
	}
	// It can refuse.
	if bad, _ := jsonschema.UnmarshalJSON(strings.NewReader(`{"version":"2.1.0","runs":[{"tool":{}}]}`)); out.Validate(bad) == nil {
		t.Fatal("the schema takes anything")
	}
	return out
}

// TestSARIF: the logs of plans of many kinds keep to the official schema, and a
// library of somebody else reads in them what the report says.
func TestSARIF(t *testing.T) {
	schema := officialSchema(t)
	for name, c := range map[string]struct {
		plan    string
		code    int
		results bool
	}{
		"example":    {example, 2, true},
		"no IAM":     {"testdata/plans/shape-no-iam/plan.json", 0, false},
		"drift":      {"testdata/plans/shape-drift/plan.json", 0, true},
		"sensitive":  {"testdata/plans/policy-sensitive/plan.json", 2, true},
		"several":    {"testdata/plans/trust-public", 2, true},
		"unreadable": {"testdata/plans/shape-errored/plan.json", 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			out := hipaacheck(t, c.code, "plan", "--format", "sarif", c.plan)
			if c.code == 1 {
				if out != "" {
					t.Errorf("a log of a plan that could not be read: %s", out)
				}
				return
			}
			log, err := sarif.FromString(out)
			if err != nil {
				t.Fatal(err)
			}
			instance, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(instance); err != nil {
				t.Errorf("the schema: %v", err)
			}
			run := log.Runs[0]
			if *run.Tool.Driver.Name != "hipaacheck" || (len(run.Results) > 0) != c.results {
				t.Errorf("%s, %d results", *run.Tool.Driver.Name, len(run.Results))
			}
			for _, r := range run.Results {
				rule := run.Tool.Driver.Rules[r.RuleIndex]
				if *rule.ID != *r.RuleID || rule.Help.Markdown == nil || len(r.Locations) != 1 || r.PartialFingerprints["primaryLocationLineHash"] == "" {
					t.Errorf("%s: %+v", *r.RuleID, r)
				}
			}
		})
	}
}
