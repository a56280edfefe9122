// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// renderedRoles renders every role template of the catalogue with the arguments
// of its cases, or only some.
func renderedRoles(t *testing.T, only ...string) map[string][]*template.Rendered {
	t.Helper()
	out := map[string][]*template.Rendered{}
	for _, tpl := range template.Catalogue().Latest() {
		if tpl.Kind != template.KindRole || len(only) > 0 && !slices.Contains(only, tpl.Name) {
			continue
		}
		files, err := filepath.Glob(filepath.Join("..", "template", "testdata", "render", tpl.Name, "*", "arguments.hcl"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has no case: %v", tpl.Name, err)
		}
		for _, file := range files {
			if strings.HasPrefix(filepath.Base(filepath.Dir(file)), "unknown") {
				continue // with names for what is not known
			}
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			args, diags := template.ParseArguments(src, file, nil)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			r, problems, diags := tpl.Render(args)
			if diags.HasErrors() {
				t.Fatal(file, diags)
			}
			if len(problems) > 0 {
				continue // a case of arguments that are refused
			}
			out[tpl.Name] = append(out[tpl.Name], r)
		}
	}
	return out
}

// TestWidest: what a template gives with some arguments is within what it can
// give, and it cannot give everything.
func TestWidest(t *testing.T) {
	for name, list := range renderedRoles(t) {
		widest, err := list[0].Template.Widest()
		if err != nil {
			t.Fatal(name, err)
		}
		for i, r := range list {
			var docs []*policy.Document
			for _, d := range r.Policies {
				text, ok := d.JSON()
				if !ok {
					t.Fatal(name, "is not known")
				}
				doc, _ := policy.Parse([]byte(text), policy.Identity, policy.WithHoles(r.Holes))
				docs = append(docs, doc)
			}
			if a := decide.DocumentNewAccess(widest, policy.Join(docs...), policy.Identity, decide.Options{}); a.Result != decide.No {
				t.Errorf("%s, case %d: %s %+v %s", name, i, a.Result, a.Witness, a.Reason)
			}
		}
		if a := decide.DocumentGrants(widest, decide.Question{Actions: []string{"organizations:LeaveOrganization"}}, decide.Options{}); a.Result == decide.Yes && !slices.Contains([]string{"break_glass", "ci_deploy", "developer"}, name) {
			t.Errorf("%s may leave the organization: %+v", name, a.Witness)
		}
	}
}

// made is a role of this provider with the documents of a template's first case.
func made(t *testing.T, name string) *account.Principal {
	t.Helper()
	r := renderedRoles(t, name)[name][0]
	p := role(t, "r")
	p.Address = "hipaa_" + name + "_role.r"
	p.Template = &account.Template{Name: r.Template.Name, Version: r.Template.Version}
	for _, d := range r.Policies {
		text, _ := d.JSON()
		p.Identity = append(p.Identity, account.Attachment{Document: document(t, p.Address, text, policy.Identity, r.Holes...)})
	}
	return p
}

// drawn is a role of another provider with documents that a data source rendered.
func drawn(t *testing.T, name string) *account.Principal {
	t.Helper()
	p := made(t, name)
	for i, a := range p.Identity {
		a.Document.Template = p.Template
		a.Document.Address = "aws_iam_role_policy.r" + string(rune('0'+i))
	}
	p.Address, p.Template = "aws_iam_role.r", nil
	return p
}

// with attaches one more policy.
func with(t *testing.T, p *account.Principal, text string) *account.Principal {
	t.Helper()
	out := *p
	at := "aws_iam_role_policy.more"
	out.Identity = append(append([]account.Attachment{}, p.Identity...), account.Attachment{
		Document: document(t, at, text, policy.Identity), Via: []account.Related{{Address: at, Relation: "policy"}},
	})
	return &out
}

func TestTemplateExceeded(t *testing.T) {
	drop := allow(`"s3:DeleteBucket"`, `"*"`)
	denies := `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}`
	tagged := func(value string, policies ...string) *account.Principal {
		p := role(t, "r", policies...)
		p.Tags.Values["HipaaRoleTemplate"] = value
		return p
	}
	version := made(t, "clinician").Template.Version
	clinician := "clinician@" + version
	within := func(p *account.Principal) string { // the first of the template's documents
		return string(p.Identity[0].Document.Policy.Canonical())
	}
	whole := drawn(t, "clinician")
	whole.Tags.Values["HipaaRoleTemplate"] = clinician
	for _, a := range whole.Identity {
		a.Document.Template = nil // as where the data source is of another plan
	}
	less := with(t, whole, allow(`"healthlake:ReadResource"`, `"*"`))
	less.Identity = less.Identity[1:]
	edited := made(t, "clinician")
	edited.Identity[0].Document = document(t, edited.Address, drop, policy.Identity)
	// A document that is not known yet may hold denials, as of a boundary to be made.
	waiting := made(t, "clinician")
	waiting.Identity[len(waiting.Identity)-1].Document = &account.Document{Address: waiting.Address, Kind: policy.Identity, Undetermined: &account.Undetermined{Reason: "not yet"}}
	changed := *waiting
	changed.Identity = slices.Clone(waiting.Identity)
	changed.Identity[0].Document = document(t, waiting.Address, allow(`"sqs:DeleteQueue"`, `"*"`), policy.Identity)
	bounded := with(t, made(t, "clinician"), drop)
	bounded.Boundary = account.Boundary{State: account.BoundaryPresent, Document: document(t, "", allow(`"healthlake:*"`, `"*"`), policy.Boundary)}
	for name, c := range map[string]struct {
		before, after *account.Principal
		want          string
	}{
		"the provider's role with its own documents":       {nil, made(t, "clinician"), ""},
		"and one more policy":                              {nil, with(t, made(t, "clinician"), drop), "introduced high hipaa_clinician_role.r"},
		"that was there before":                            {with(t, made(t, "clinician"), drop), with(t, made(t, "clinician"), drop), "existing high hipaa_clinician_role.r"},
		"that grows":                                       {with(t, made(t, "clinician"), drop), with(t, made(t, "clinician"), allow(`["s3:DeleteBucket","s3:CreateBucket"]`, `"*"`)), "introduced high hipaa_clinician_role.r"},
		"that shrinks":                                     {with(t, made(t, "clinician"), allow(`"s3:*"`, `"*"`)), with(t, made(t, "clinician"), drop), "existing high hipaa_clinician_role.r"},
		"that goes":                                        {with(t, made(t, "clinician"), drop), made(t, "clinician"), "resolved high hipaa_clinician_role.r"},
		"a policy that allows nothing new":                 {nil, with(t, made(t, "clinician"), within(made(t, "clinician"))), ""},
		"a policy that only denies":                        {nil, with(t, made(t, "clinician"), denies), ""},
		"what a boundary keeps back":                       {nil, bounded, ""},
		"its document as somebody has changed it":          {nil, edited, "introduced high hipaa_clinician_role.r"},
		"a document of its own that is not known":          {nil, waiting, ""},
		"and another that somebody has changed":            {nil, &changed, "introduced high hipaa_clinician_role.r"},
		"a data source's documents":                        {nil, drawn(t, "clinician"), ""},
		"and a policy beside them":                         {nil, with(t, drawn(t, "clinician"), drop), "introduced high aws_iam_role.r"},
		"an AWS managed policy beside them":                {nil, with(t, drawn(t, "nurse"), allow(`"*"`, `"*"`)), "introduced high aws_iam_role.r"},
		"by the tag, with the template's document":         {nil, whole, ""},
		"by the tag, without the template's denials":       {nil, tagged(clinician, within(whole)), "introduced high aws_iam_role.r"},
		"by the tag, with less":                            {nil, less, ""},
		"by the tag, with what the template has not":       {nil, tagged(clinician, drop), "introduced high aws_iam_role.r"},
		"by the tag, with nothing":                         {nil, tagged(clinician), ""},
		"a tag with a template that the catalogue has not": {nil, tagged("pathology@1.0.0", drop), ""},
		"a tag without a version":                          {nil, tagged("clinician", drop), ""},
		"a role that names no template":                    {nil, role(t, "r", drop), ""},
		"a user with a tag":                                {nil, func() *account.Principal { u := tagged(clinician, drop); u.Kind = account.User; return u }(), ""},
		"the tag comes to a role that could do it before":  {role(t, "r", drop), tagged(clinician, drop), "introduced high aws_iam_role.r"},
		"the tag goes":                                     {tagged(clinician, drop), role(t, "r", drop), "resolved high aws_iam_role.r"},
		"other arguments, and the same policy beside them": {with(t, made(t, "clinician"), drop), with(t, made(t, "nurse"), drop), "resolved high hipaa_clinician_role.r, introduced high hipaa_nurse_role.r"},
	} {
		t.Run(name, func(t *testing.T) {
			before := side()
			if c.before != nil {
				before = side(c.before)
			}
			counted([]string{"template-exceeded"}, c.want != "")
			var got []string
			for _, f := range safeguard.Judge(context.Background(), change(before, side(c.after)), nil, now, safeguard.Options{Only: []string{"template-exceeded"}}).Findings {
				got = append(got, string(f.Status)+" "+f.Severity.String()+" "+f.Address)
				if f.Witness == nil || !strings.Contains(f.Message, f.Witness.Action) || !strings.Contains(f.Message, "template") {
					t.Errorf("%+v", f)
				}
			}
			if diff := cmp.Diff(c.want, strings.Join(got, ", ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}
