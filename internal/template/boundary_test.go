// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// TestBoundariesLeaveTheJob decides the requests that each role has to allow,
// with the boundary of its class: a ceiling that takes away what the job needs
// would be left out. And it has to take something away.
func TestBoundariesLeaveTheJob(t *testing.T) {
	for _, dir := range cases(t, "render/*/*") {
		name := filepath.Base(filepath.Dir(dir))
		src, err := os.ReadFile(filepath.Join(dir, "requests.txt"))
		tmpl := template.Catalogue().Template(name, "")
		if err != nil || tmpl.Kind != template.KindRole {
			continue
		}
		class := strings.ReplaceAll(tmpl.Limits.Boundary, "-", "_") + "_boundary"
		t.Run(name+"/"+filepath.Base(dir)+" under "+class, func(t *testing.T) {
			ceiling := template.Catalogue().Template(class, "")
			if ceiling == nil {
				t.Fatalf("no boundary %s", class)
			}
			b, problems, diags := ceiling.Render(arguments(t, filepath.Join("testdata", "render", class, "typical", "arguments.hcl")))
			fatal(t, diags)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			text, _ := b.Policies[0].JSON()
			doc, bad := policy.Parse([]byte(text), policy.Boundary)
			if len(bad) > 0 {
				t.Fatal(bad)
			}
			r, problems, diags := tmpl.Render(arguments(t, filepath.Join(dir, "arguments.hcl")))
			fatal(t, diags)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			for _, line := range strings.Split(string(src), "\n") {
				line, _, _ = strings.Cut(line, "#")
				if line = strings.TrimSpace(line); line == "trust" {
					break
				}
				want, request, _ := strings.Cut(line, " ")
				if want != "allow" {
					continue
				}
				got, err := r.DecideUnder(request, doc)
				if err != nil {
					t.Fatal(err)
				}
				if got.Result != policy.Allowed {
					t.Errorf("%s: %s, by %s", request, got.Result, got.By)
				}
			}
			for _, request := range []string{
				"cloudtrail:StopLogging arn:aws:cloudtrail:us-east-1:123456789012:trail/main",
				"s3:GetObject arn:aws:s3:::x/1 aws:SecureTransport=false",
			} {
				if got, err := b.Decide(request); err != nil || got.Result != policy.Denied {
					t.Errorf("%s leaves %s", class, request)
				}
			}
		})
	}
}
