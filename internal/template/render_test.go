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
	for _, d := range append([]*template.Document{r.Trust}, r.Policies...) {
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
// by the rendered documents, with the role's own policies as all there is. A line is
//
//	allow|deny ACTION RESOURCE [KEY=VALUE[,VALUE]]…
//
// and those below a line "trust" are about becoming the role; their second word
// is the principal.
func TestRequests(t *testing.T) {
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
		t.Run(name+"/"+filepath.Base(dir), func(t *testing.T) {
			r, problems, diags := template.Catalogue().Template(name, "").Render(arguments(t, filepath.Join(dir, "arguments.hcl")))
			fatal(t, diags)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			identity := &policy.Policies{}
			for _, d := range r.Policies {
				text, _ := d.JSON()
				doc, _ := policy.Parse([]byte(text), policy.Identity)
				identity.Identity = append(identity.Identity, doc)
			}
			text, _ := r.Trust.JSON()
			doc, _ := policy.Parse([]byte(text), policy.Trust)
			trust := &policy.Policies{Resource: doc}
			seen := map[string]int{}
			about := identity
			for i, line := range strings.Split(string(src), "\n") {
				line, _, _ = strings.Cut(line, "#")
				words := strings.Fields(line)
				switch {
				case len(words) == 0:
					continue
				case len(words) == 1 && words[0] == "trust":
					about = trust
					continue
				case len(words) < 3:
					t.Fatalf("%s:%d: too few words", file, i+1)
				}
				seen[words[0]]++
				got := decide(t, about, about == trust, words)
				if got.Result.String() != words[0] {
					t.Errorf("%s:%d: %s\n%s, by %s %s", file, i+1, line, got.Result, got.By, got.Reason)
				}
			}
			if seen["allow"] == 0 || seen["deny"] == 0 {
				t.Errorf("%s allows %d and denies %d requests; it needs both", file, seen["allow"], seen["deny"])
			}
		})
	}
}

const account = "123456789012"

func decide(t *testing.T, p *policy.Policies, trust bool, words []string) policy.Decision {
	t.Helper()
	req := &policy.Request{
		Principal: principal(t, "arn:aws:sts::"+account+":assumed-role/example/session"), Action: words[1], Resource: words[2],
		ResourceAccount: account, Context: map[string][]string{},
	}
	if trust {
		req.Principal, req.Resource = principal(t, words[2]), "arn:aws:iam::"+account+":role/example"
	} else {
		// What every request by TLS in an approved Region carries.
		req.Context["aws:SecureTransport"] = []string{"true"}
		req.Context["aws:RequestedRegion"] = []string{"us-east-1"}
		req.Context["s3:TlsVersion"] = []string{"1.3"}
		req.Context["aws:CurrentTime"] = []string{"2026-11-23T12:00:00Z"}
	}
	for _, w := range words[3:] {
		key, value, _ := strings.Cut(w, "=")
		req.Context[key] = strings.Split(value, ",")
	}
	return policy.Evaluate(p, req)
}

func principal(t *testing.T, s string) policy.Principal {
	t.Helper()
	if strings.Contains(s, ":saml-provider/") {
		return policy.FederatedPrincipal(s)
	}
	p, err := policy.ParsePrincipal(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
