// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package consumers

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/joshdk/go-junit"
	"github.com/reviewdog/reviewdog/proto/rdf"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"google.golang.org/protobuf/encoding/protojson"
)

// kinds are plans of many kinds, with what plan answers and whether anything is found.
var kinds = map[string]struct {
	plan  string
	code  int
	found bool
}{
	"example":   {example, 2, true},
	"no IAM":    {"testdata/plans/shape-no-iam/plan.json", 0, false},
	"drift":     {"testdata/plans/shape-drift/plan.json", 0, true},
	"sensitive": {"testdata/plans/policy-sensitive/plan.json", 2, true},
	"several":   {"testdata/plans/trust-public", 2, true},
}

// schemaOf compiles a schema, which must be able to refuse what is given.
func schemaOf(t *testing.T, text, bad string) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	out, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	instance, err := jsonschema.UnmarshalJSON(strings.NewReader(bad))
	if err != nil || out.Validate(instance) == nil {
		t.Fatalf("the schema takes %s, %v", bad, err)
	}
	return out
}

// keeps holds every kind of plan in a format to a schema, and gives each text on.
func keeps(t *testing.T, format string, schema *jsonschema.Schema, also func(t *testing.T, text string, found bool)) {
	t.Helper()
	for name, k := range kinds {
		t.Run(name, func(t *testing.T) {
			text := hipaacheck(t, k.code, "plan", "--format", format, k.plan)
			instance, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(instance); err != nil {
				t.Error(err)
			}
			also(t, text, k.found)
		})
	}
}

// TestRDJSON: reviewdog's own schema takes the report, and its own types read in
// it what there is, with no member that they do not know.
func TestRDJSON(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/reviewdog/reviewdog").Output()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "proto", "rdf", "jsonschema", "DiagnosticResult.json"))
	if err != nil {
		t.Fatal(err)
	}
	schema := schemaOf(t, string(text), `{"diagnostics":{"message":1}}`)
	keeps(t, "rdjson", schema, func(t *testing.T, text string, found bool) {
		var got rdf.DiagnosticResult
		if err := protojson.Unmarshal([]byte(text), &got); err != nil {
			t.Fatal(err)
		}
		if (len(got.Diagnostics) > 0) != found || got.GetSource().GetName() != "hipaacheck" {
			t.Errorf("%d diagnostics of %s", len(got.Diagnostics), got.GetSource().GetName())
		}
		for _, d := range got.Diagnostics {
			if d.Message == "" || d.Location.GetPath() == "" || d.Location.GetRange().GetStart().GetLine() < 1 || d.Severity == rdf.Severity_UNKNOWN_SEVERITY || d.GetCode().GetValue() == "" {
				t.Errorf("%v", d)
			}
		}
	})
}

// codeQuality is what GitLab documents of a Code Quality report, and that the
// paths are relative. Source: GitLab Docs, Code Quality report format.
const codeQuality = `{
  "type": "array",
  "items": {
    "type": "object",
    "required": ["description", "check_name", "fingerprint", "severity", "location"],
    "properties": {
      "description": {"type": "string", "minLength": 1},
      "check_name": {"type": "string", "minLength": 1},
      "fingerprint": {"type": "string", "minLength": 1},
      "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
      "location": {
        "type": "object",
        "required": ["path", "lines"],
        "properties": {
          "path": {"type": "string", "pattern": "^[^/.]|^\\.[^/.]"},
          "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}, "end": {"type": "integer", "minimum": 1}}}
        }
      }
    }
  },
  "uniqueItems": true
}`

// TestCodeQuality holds the report to what GitLab documents.
func TestCodeQuality(t *testing.T) {
	schema := schemaOf(t, codeQuality, `[{"description":"x","check_name":"y","fingerprint":"z","severity":"high","location":{"path":"./a","lines":{"begin":0}}}]`)
	keeps(t, "gitlab", schema, func(t *testing.T, text string, found bool) {
		if (strings.Count(text, `"fingerprint"`) > 0) != found {
			t.Errorf("%.200s", text)
		}
	})
}

// codeInsights is what Atlassian documents of a report and of its annotations, of
// which one request takes a hundred. Source: Atlassian, Bitbucket Cloud REST API,
// group reports, createOrUpdateReport and bulkCreateOrUpdateAnnotations.
const codeInsights = `{
  "type": "object",
  "required": ["report", "annotations"],
  "properties": {
    "report": {
      "type": "object",
      "required": ["title", "details", "report_type"],
      "properties": {
        "title": {"type": "string", "maxLength": 450},
        "details": {"type": "string", "maxLength": 2000},
        "reporter": {"type": "string", "maxLength": 450},
        "report_type": {"enum": ["SECURITY", "COVERAGE", "TEST", "BUG"]},
        "result": {"enum": ["PASSED", "FAILED", "PENDING"]},
        "data": {"type": "array", "maxItems": 10, "items": {
          "type": "object", "required": ["title", "type", "value"],
          "properties": {"title": {"type": "string", "maxLength": 450}, "type": {"enum": ["BOOLEAN", "DATE", "DURATION", "LINK", "NUMBER", "PERCENTAGE", "TEXT"]}}
        }}
      }
    },
    "annotations": {"type": "array", "maxItems": 1000, "items": {
      "type": "object",
      "required": ["external_id", "annotation_type", "summary"],
      "properties": {
        "external_id": {"type": "string", "minLength": 1, "maxLength": 450},
        "annotation_type": {"enum": ["VULNERABILITY", "CODE_SMELL", "BUG"]},
        "summary": {"type": "string", "maxLength": 450},
        "details": {"type": "string", "maxLength": 2000},
        "path": {"type": "string", "pattern": "^[^/]"},
        "line": {"type": "integer", "minimum": 0},
        "severity": {"enum": ["HIGH", "MEDIUM", "LOW", "CRITICAL"]},
        "result": {"enum": ["PASSED", "FAILED", "IGNORED", "SKIPPED"]}
      }
    }}
  }
}`

// TestCodeInsights holds the report to what Atlassian documents.
func TestCodeInsights(t *testing.T) {
	schema := schemaOf(t, codeInsights, `{"report":{"title":"x","details":"y","report_type":"OTHER"},"annotations":[]}`)
	keeps(t, "bitbucket", schema, func(*testing.T, string, bool) {})
}

// TestJUnit: a reader of somebody else finds in the report the tests that failed,
// and those that a waiver skips.
func TestJUnit(t *testing.T) {
	for name, k := range kinds {
		t.Run(name, func(t *testing.T) {
			suites, err := junit.Ingest([]byte(hipaacheck(t, k.code, "plan", "--format", "junit", k.plan)))
			if err != nil {
				t.Fatal(err)
			}
			total := junit.Totals{}
			for _, s := range suites {
				s.Aggregate()
				total.Tests += s.Totals.Tests
				total.Passed += s.Totals.Passed
				total.Failed += s.Totals.Failed
			}
			if total.Tests == 0 || total.Passed == 0 || (total.Failed > 0) != (k.code == 2) {
				t.Errorf("%+v", total)
			}
		})
	}
}
