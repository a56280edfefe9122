// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// TestLanguage reads faulty templates, each a folder, and compares what is said
// about them. The embedded blocks and profiles are at hand.
func TestLanguage(t *testing.T) {
	for _, dir := range cases(t, "language/*") {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			file := filepath.Join(dir, "template.hcl")
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, diags := template.Parse(src, "template.hcl", template.Catalogue())
			var b strings.Builder
			for _, d := range diags {
				b.WriteString(d.Error() + "\n")
			}
			if valid := filepath.Base(dir) == "valid"; valid == diags.HasErrors() {
				t.Errorf("diagnostics: %v", diags)
			}
			golden(t, filepath.Join(dir, "diagnostics.txt"), b.String())
		})
	}
}

// FuzzParse looks for templates that make the reader panic.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("catalogue/*/*.hcl")
	if err != nil {
		f.Fatal(err)
	}
	more, err := filepath.Glob("testdata/language/*/template.hcl")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range append(files, more...) {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Fuzz(func(_ *testing.T, src []byte) {
		file, diags := template.Parse(src, "fuzz.hcl", template.Catalogue())
		if diags.HasErrors() {
			return
		}
		for _, t := range file.Templates {
			_, _, _ = t.Render(template.Arguments{})
		}
	})
}

// Fact 11: AWS lets a role's sessions last 3,600 to 43,200 seconds.
func TestFact11SessionLengths(t *testing.T) {
	for length, want := range map[string]bool{"3599s": false, "1h": true, "3600s": true, "12h": true, "43200s": true, "43201s": false, "1h500ms": false, "long": false} {
		src := strings.ReplaceAll(`template "t" {
  version   = "1.0.0"
  title     = "T"
  purpose   = "P"
  citations = []
  trust "saml@1" {}
  limits {
    session     = "LENGTH"
    max_session = "LENGTH"
    boundary    = "b"
  }
}`, "LENGTH", length)
		_, diags := template.Parse([]byte(src), "template.hcl", template.Catalogue())
		said := slices.ContainsFunc(diags.Errs(), func(err error) bool { return strings.Contains(err.Error(), "AWS allows 1h to 12h") })
		if said == want {
			t.Errorf("%s: %v", length, diags)
		}
	}
}
