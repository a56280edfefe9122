// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// Test is one test of a template: arguments, and what a role made of them has to
// allow and to deny.
type Test struct {
	Name      string
	Arguments Arguments
	// Expectations are in the order of the file.
	Expectations []Expectation
	Range        hcl.Range
}

// Expectation is one request with the answer that it has to get.
type Expectation struct {
	// Request is as [Rendered.Decide] takes it, or for Trust [Rendered.DecideTrust].
	Request string
	Allowed bool
	Trust   bool
	Range   hcl.Range
}

// Failure is an expectation that is not met, or arguments that the template does
// not take.
type Failure struct {
	Test, Message string
	Range         hcl.Range
}

// the lists of a test, in the order in which they are decided.
var expectations = []struct {
	name           string
	allowed, trust bool
}{{"allow", true, false}, {"deny", false, false}, {"admit", true, true}, {"refuse", false, true}}

// ParseTests reads a file of tests:
//
//	test "reads slides" {
//	  arguments { … as in a resource of the role … }
//	  allow  = ["s3:GetObject arn:aws:s3:::slides/1"]
//	  deny   = ["s3:DeleteObject arn:aws:s3:::slides/1"]
//	  admit  = ["sts:AssumeRole lambda.amazonaws.com aws:SourceAccount=123456789012"]
//	  refuse = ["sts:AssumeRole arn:aws:iam::999999999999:root"]
//	}
//
// allow and deny are requests of a session of the role, admit and refuse are of
// somebody who wants to become it.
func ParseTests(src []byte, filename string) ([]*Test, hcl.Diagnostics) {
	f, diags := hclsyntax.ParseConfig(src, filename, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, diags
	}
	body, ok := f.Body.(*hclsyntax.Body)
	if !ok {
		return nil, diags
	}
	d := &decoder{library: &Library{}, src: src, file: &File{}, diags: diags}
	for _, a := range body.Attributes {
		d.errorf(a.Range(), "Unexpected argument", "A file of tests holds test blocks only.")
	}
	var out []*Test
	for _, b := range body.Blocks {
		if b.Type != "test" || len(b.Labels) != 1 {
			d.errorf(b.DefRange(), "Unexpected block", `A file of tests holds blocks test "NAME" only.`)
			continue
		}
		out = append(out, d.test(b))
	}
	if len(out) == 0 && !d.diags.HasErrors() {
		d.errorf(hcl.Range{Filename: filename, Start: hcl.InitialPos, End: hcl.InitialPos}, "No tests", `The file holds no test "NAME" block.`)
	}
	return out, d.diags
}

func (d *decoder) test(b *hclsyntax.Block) *Test {
	t := &Test{Name: b.Labels[0], Range: b.DefRange()}
	for _, inner := range b.Body.Blocks {
		if inner.Type != "arguments" || len(inner.Labels) > 0 || t.Arguments.Parameters != nil {
			d.errorf(inner.DefRange(), "Unexpected block", "A test has one block, arguments.")
			continue
		}
		args, diags := argumentsOf(inner.Body, nil)
		d.diags = append(d.diags, diags...)
		t.Arguments = args
	}
	known := map[string]bool{}
	for _, e := range expectations {
		known[e.name] = true
		a := b.Body.Attributes[e.name]
		if a == nil {
			continue
		}
		for _, line := range d.texts(a.AsHCLAttribute()) {
			if _, _, err := requestWords(line); err != nil {
				d.errorf(a.Expr.Range(), "Invalid request", "%s.", err)
				continue
			}
			t.Expectations = append(t.Expectations, Expectation{Request: line, Allowed: e.allowed, Trust: e.trust, Range: a.Range()})
		}
	}
	for name, a := range b.Body.Attributes {
		if !known[name] {
			d.errorf(a.NameRange, "Unexpected argument", "A test has allow, deny, admit and refuse, not %q.%s", name, nearest(name, keysOf(known)))
		}
	}
	if len(t.Expectations) == 0 {
		d.errorf(t.Range, "Empty test", "The test %q expects nothing, so that it cannot fail: give allow, deny, admit or refuse.", t.Name)
	}
	return t
}

// Run renders the template with a test's arguments and holds it to what the
// test expects. Diagnostics are mistakes in the template.
func (t *Template) Run(test *Test) ([]Failure, hcl.Diagnostics) {
	rendered, problems, diags := t.Render(test.Arguments)
	if diags.HasErrors() {
		return nil, diags
	}
	var out []Failure
	for _, p := range problems {
		out = append(out, Failure{Test: test.Name, Range: test.Range, Message: "the template does not take its arguments: " + p.String()})
	}
	if len(out) > 0 {
		return out, nil
	}
	for _, e := range test.Expectations {
		decide, wish := rendered.Decide, "deny"
		if e.Trust {
			decide = rendered.DecideTrust
		}
		if e.Allowed {
			wish = "allow"
		}
		got, err := decide(e.Request)
		switch {
		case err != nil:
			out = append(out, Failure{Test: test.Name, Range: e.Range, Message: fmt.Sprintf("%s: %s", e.Request, err)})
		case got.Result.String() != wish:
			out = append(out, Failure{Test: test.Name, Range: e.Range, Message: fmt.Sprintf("%s: %s, where %s is expected%s", e.Request, got.Result, wish, because(got))})
		}
	}
	return out, nil
}

// because names the statements by which a decision was made.
func because(d policy.Decision) string {
	for _, m := range d.Statements {
		if m.Sid != "" {
			return ", by the statement " + m.Sid
		}
	}
	if d.Result == policy.Denied {
		return "; no statement allows it"
	}
	return ""
}
