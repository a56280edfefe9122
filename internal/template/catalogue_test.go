// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

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
		for _, d := range append([]*template.Document{r.Trust}, r.Policies...) {
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
					if _, _, ok := reference.LookupAction(string(a)); !ok {
						t.Errorf("%s: no action %s", where, a)
					}
				}
			}
		}
	}
}

// TestSizes renders with many long arguments. AWS allows 10,240 characters of
// inline policies together, and 2,048 of trust policy.
func TestSizes(t *testing.T) {
	many := func(n int, format string) cty.Value {
		vals := make([]cty.Value, n)
		for i := range vals {
			vals[i] = cty.StringVal(fmt.Sprintf(format, i))
		}
		return cty.ListVal(vals)
	}
	buckets := make([]cty.Value, 10)
	for i := range buckets {
		buckets[i] = cty.ObjectVal(map[string]cty.Value{
			"arn": cty.StringVal(fmt.Sprintf("arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-%03d", i)), "prefix": cty.StringVal("documents/discharge-letters/"),
		})
	}
	records := map[string]cty.Value{
		"regions":               many(3, "us-east-%d"),
		"healthlake_datastores": many(10, "arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0123456789abcdef0123456789abcd%02d"),
		"imaging_datastores":    many(10, "arn:aws:medical-imaging:us-east-1:123456789012:datastore/0123456789abcdef0123456789abcd%02d"),
		"record_tables":         many(10, "arn:aws:dynamodb:us-east-1:123456789012:table/a-table-with-a-rather-long-name-%02d"),
		"keys":                  many(10, "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d"),
		"record_buckets":        cty.ListVal(buckets),
	}
	// Emergency access carries more denials, and has room for fewer stores.
	scoped := map[string]cty.Value{"scope": cty.StringVal("records")}
	for k, v := range records {
		if v.LengthInt() > 8 {
			v = cty.ListVal(v.AsValueSlice()[:8])
		}
		scoped[k] = v
	}
	users := map[string]cty.Value{"users": many(5, "arn:aws:iam::123456789012:user/staff/a-user-with-a-long-name-%02d")}
	tests := map[string]struct {
		parameters map[string]cty.Value
		profile    string
		trust      map[string]cty.Value
	}{
		"clinician":             {records, "saml", map[string]cty.Value{"provider_arn": cty.StringVal("arn:aws:iam::123456789012:saml-provider/Workforce")}},
		"break_glass":           {scoped, "mfa", users},
		"kms_key_administrator": {map[string]cty.Value{"regions": records["regions"], "keys": many(40, "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d"), "aliases": many(10, "arn:aws:kms:us-east-1:123456789012:alias/a-key-with-a-name-%02d")}, "mfa", users},
	}
	for _, tmpl := range template.Catalogue().Latest() {
		tc, ok := tests[tmpl.Name]
		if !ok {
			t.Errorf("no case for %s", tmpl.Name)
			continue
		}
		r, problems, diags := tmpl.Render(template.Arguments{
			Parameters: tc.parameters, Trust: []template.TrustArgument{{Profile: tc.profile, Parameters: tc.trust}},
			RoleName: cty.StringVal("x"), PermissionsBoundary: cty.StringVal("arn:aws:iam::123456789012:policy/boundaries/emergency-boundary"),
		})
		fatal(t, diags)
		for _, p := range problems {
			t.Errorf("%s: %s", tmpl.Name, p.String())
		}
		total := 0
		for _, d := range append([]*template.Document{r.Trust}, r.Policies...) {
			text, ok := d.JSON()
			doc, _ := policy.Parse([]byte(text), policy.Identity)
			if !ok || doc == nil {
				t.Fatalf("%s %s: no document", tmpl.Name, d.Name)
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
		if total > 10240 {
			t.Errorf("%s: inline policies of %d characters", tmpl.Name, total)
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
