// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// TestRender renders each template of the catalogue with the arguments of each
// of its folders, testdata/render/TEMPLATE/CASE, and compares documents and
// problems. Documents without unknown parts must be such as AWS accepts.
func TestRender(t *testing.T) {
	for _, dir := range cases(t, "render/*/*") {
		name := filepath.Base(filepath.Dir(dir))
		if filepath.Base(dir) == "large" {
			// For TestSizes.
			continue
		}
		t.Run(name+"/"+filepath.Base(dir), func(t *testing.T) {
			tmpl := template.Catalogue().Template(name, "")
			if tmpl == nil {
				t.Fatalf("no template %s", name)
			}
			r, problems, diags := tmpl.Render(arguments(t, filepath.Join(dir, "arguments.hcl")))
			fatal(t, diags)
			golden(t, filepath.Join(dir, "rendered.txt"), describe(t, r, problems))
		})
	}
}

// describe writes all of a rendering.
func describe(t *testing.T, r *template.Rendered, problems []template.Problem) string {
	t.Helper()
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&b, "problem: %s\n", p.String())
	}
	for _, a := range r.Accepts {
		fmt.Fprintf(&b, "accepts: %s\n", a.Rule)
	}
	keys := make([]string, 0, len(r.Tags))
	for k := range r.Tags {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		fmt.Fprintf(&b, "tag: %s = %s\n", k, show(string(r.Tags[k]), r.Holes))
	}
	for _, d := range r.Documents() {
		fmt.Fprintf(&b, "\n== %s, known: %t\n", d.Name, d.Known())
		text, ok := d.JSON()
		if !ok {
			for _, s := range d.Statements {
				fmt.Fprintf(&b, "%s %s, known: %t, maybe: %t, actions: %s, resources: %s\n", s.Effect, s.Sid, s.Known(), s.Maybe, list(s.Actions, r.Holes), list(s.Resources, r.Holes))
			}
			continue
		}
		if len(problems) == 0 {
			accepted(t, text, d, r.Holes)
		}
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, []byte(text), "", "  "); err != nil {
			t.Fatal(err)
		}
		b.WriteString(show(pretty.String(), r.Holes) + "\n")
	}
	return b.String()
}

func list(t template.Texts, holes []policy.Hole) string {
	if t.Unknown {
		return "<unknown>"
	}
	out := make([]string, len(t.Values))
	for i, v := range t.Values {
		out[i] = show(string(v), holes)
	}
	return strings.Join(out, " ")
}

// accepted holds a document to what AWS accepts.
func accepted(t *testing.T, text string, d *template.Document, holes []policy.Hole) {
	t.Helper()
	kind := policy.Identity
	if d.Name == "trust" {
		kind = policy.Trust
	}
	if _, problems := policy.Parse([]byte(text), kind, policy.WithHoles(holes)); len(problems) > 0 {
		t.Errorf("%s: AWS would refuse it: %v", d.Name, problems)
	}
}

// TestRequests decides the requests in testdata/render/TEMPLATE/CASE/requests.txt
// by the rendered documents, with the role's own policies as all there is. A line
// is "allow" or "deny" and a request, see [template.Rendered.Decide]; those below
// a line "trust" are about becoming the role.
func TestRequests(t *testing.T) {
	tested := map[string]bool{}
	for _, dir := range cases(t, "render/*/*") {
		name := filepath.Base(filepath.Dir(dir))
		file := filepath.Join(dir, "requests.txt")
		src, err := os.ReadFile(file)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		tested[name] = true
		t.Run(name+"/"+filepath.Base(dir), func(t *testing.T) {
			r, problems, diags := template.Catalogue().Template(name, "").Render(arguments(t, filepath.Join(dir, "arguments.hcl")))
			fatal(t, diags)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			seen := map[string]int{}
			decide, about := r.Decide, "access"
			for i, line := range strings.Split(string(src), "\n") {
				line, _, _ = strings.Cut(line, "#")
				if line = strings.TrimSpace(line); line == "" {
					continue
				}
				if line == "trust" {
					decide, about = r.DecideTrust, "trust"
					continue
				}
				want, request, _ := strings.Cut(line, " ")
				seen[about+" "+want]++
				got, err := decide(request)
				if err != nil {
					t.Fatalf("%s:%d: %v", file, i+1, err)
				}
				if got.Result.String() != want {
					t.Errorf("%s:%d: %s\n%s, by %s %s", file, i+1, line, got.Result, got.By, got.Reason)
				}
			}
			kinds := []string{"access allow", "access deny"}
			if r.Trust != nil {
				kinds = append(kinds, "trust allow", "trust deny")
			}
			for _, kind := range kinds {
				if seen[kind] == 0 {
					t.Errorf("%s has no request of the kind %q", file, kind)
				}
			}
		})
	}
	for _, tmpl := range template.Catalogue().Latest() {
		// Boundaries are tested by the roles under them.
		if !tested[tmpl.Name] && tmpl.Kind != template.KindBoundary {
			t.Errorf("no requests for %s", tmpl.Name)
		}
	}
}
