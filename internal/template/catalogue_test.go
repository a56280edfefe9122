// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template_test

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// TestPublished holds every published version to its hash: what a version means
// never changes. A new version is added with -update, which refuses to change a
// line that is there.
func TestPublished(t *testing.T) {
	file := filepath.Join("testdata", "published.txt")
	src, err := os.ReadFile(file)
	if err != nil && !*update {
		t.Fatal(err)
	}
	published := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(src)), "\n") {
		if words := strings.Fields(line); len(words) == 2 {
			published[words[0]] = words[1]
		}
	}
	var out strings.Builder
	for _, tmpl := range template.Catalogue().Templates {
		key := tmpl.Name + "@" + tmpl.Version
		fmt.Fprintf(&out, "%s %s\n", key, tmpl.Hash)
		switch old, ok := published[key]; {
		case ok && old != tmpl.Hash:
			t.Errorf("%s has changed since it was published. Put the old text back, and make a new version of the template, and of the block or profile that changed.", key)
		case !ok && !*update:
			t.Errorf("%s is not in %s; run the test with -update", key, file)
		}
		delete(published, key)
	}
	for key := range published {
		t.Errorf("%s was published and is gone", key)
	}
	if !t.Failed() && *update {
		golden(t, file, out.String())
	}
}

// TestCatalogueIsReal holds the catalogue to AWS's actions and to the sections
// of the regulation: a misspelled action in a denial would deny nothing.
func TestCatalogueIsReal(t *testing.T) {
	for _, dir := range cases(t, "render/*/*") {
		name := filepath.Base(filepath.Dir(dir))
		r, _, diags := template.Catalogue().Template(name, "").Render(arguments(t, filepath.Join(dir, "arguments.hcl")))
		fatal(t, diags)
		for _, d := range r.Documents() {
			for _, s := range d.Statements {
				where := name + " " + d.Name + " " + s.Sid
				if s.Description == "" || len(s.Citations) == 0 {
					t.Errorf("%s: no description or no citation", where)
				}
				for _, c := range s.Citations {
					if _, ok := reference.LookupCitation(c); !ok {
						t.Errorf("%s: no section %s", where, c)
					}
				}
				for _, a := range append(append([]template.Text{}, s.Actions.Values...), s.NotActions.Values...) {
					if a == "*" {
						continue
					}
					if prefix, rest, _ := strings.Cut(string(a), ":"); rest == "*" {
						if _, ok := reference.LookupService(prefix); !ok {
							t.Errorf("%s: no service %s", where, prefix)
						}
						continue
					}
					if strings.Contains(string(a), "*") {
						if !matchesAction(string(a)) {
							t.Errorf("%s: no action like %s", where, a)
						}
						continue
					}
					if _, _, ok := reference.LookupAction(string(a)); !ok {
						t.Errorf("%s: no action %s", where, a)
					}
				}
			}
		}
	}
}

// TestCatalogueCites holds what templates, blocks and profiles cite to the
// sections there are.
func TestCatalogueCites(t *testing.T) {
	lib := template.Catalogue()
	cited := map[string][]string{}
	for _, tmpl := range lib.Templates {
		cited[tmpl.Name] = tmpl.Citations
	}
	for _, b := range lib.Blocks {
		cited[b.Name] = b.Citations
	}
	for _, p := range lib.Profiles {
		cited[p.Name] = p.Citations
	}
	for name, list := range cited {
		if len(list) == 0 {
			t.Errorf("%s cites nothing", name)
		}
		for _, c := range list {
			if _, ok := reference.LookupCitation(c); !ok {
				t.Errorf("%s: no section %s", name, c)
			}
		}
	}
}

// matchesAction reports whether a pattern stands for at least one action.
func matchesAction(pattern string) bool {
	prefix, rest, _ := strings.Cut(pattern, ":")
	service, ok := reference.LookupService(prefix)
	if !ok {
		return false
	}
	for _, a := range service.Actions {
		if yes, err := path.Match(rest, a.Name); err == nil && yes {
			return true
		}
	}
	return false
}

// TestSizes renders with many long arguments, testdata/render/TEMPLATE/large. AWS
// allows 10,240 characters of inline policies together, 2,048 of trust policy,
// and 6,144 of a managed policy, which a permissions boundary is.
func TestSizes(t *testing.T) {
	for _, tmpl := range template.Catalogue().Latest() {
		r, problems, diags := tmpl.Render(arguments(t, filepath.Join("testdata", "render", tmpl.Name, "large", "arguments.hcl")))
		fatal(t, diags)
		for _, p := range problems {
			t.Errorf("%s: %s", tmpl.Name, p.String())
		}
		total, limit := 0, 10240
		if tmpl.Kind == template.KindBoundary {
			limit = 6144
		}
		for _, d := range r.Documents() {
			text, ok := d.JSON()
			doc, _ := policy.Parse([]byte(text), policy.Identity)
			if !ok || doc == nil {
				t.Fatalf("%s %s: no document", tmpl.Name, d.Name)
			}
			if len(problems) == 0 {
				accepted(t, text, d, r.Holes)
			}
			if d == r.Trust {
				if doc.Length > 2048 {
					t.Errorf("%s: trust policy of %d characters", tmpl.Name, doc.Length)
				}
				continue
			}
			total += doc.Length
		}
		t.Logf("%s: %d characters", tmpl.Name, total)
		if total > limit {
			t.Errorf("%s: %d characters of %d", tmpl.Name, total, limit)
		}
	}
}

// TestParametersLeaveCommonNames keeps parameters apart from the arguments that
// all roles have.
func TestParametersLeaveCommonNames(t *testing.T) {
	common := strings.Fields("name name_prefix path description max_session_duration permissions_boundary owner review_by justification tags force_destroy " +
		"id arn unique_id tags_all citations template template_version assume_role_policy assume_role_statements policies other_policies accepts findings trust " +
		"exclusive timeouts count for_each provider lifecycle depends_on connection provisioner")
	for _, tmpl := range template.Catalogue().Templates {
		for _, name := range common {
			if tmpl.Parameter(name) != nil {
				t.Errorf("%s has a parameter %s", tmpl.Name, name)
			}
		}
	}
}
