// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"fmt"
	"sync"

	"github.com/hashicorp/hcl/v2"
)

// OwnFile is the name under which diagnostics speak of a template that is given
// as text.
const OwnFile = "template"

// Own reads a role template that somebody has written themselves, given as
// text. It may use the catalogue's blocks and profiles, and has to have a name
// of its own: under a built-in one it would be taken for that. Texts are read
// once and kept; whoever gets a template may not change it.
func Own(text string) (*Template, hcl.Diagnostics) {
	own.Lock()
	read, ok := own.read[text]
	if !ok {
		if len(own.read) >= maxOwn {
			clear(own.read)
		}
		read = &ownTemplate{}
		own.read[text] = read
	}
	own.Unlock()
	read.once.Do(func() { read.template, read.diags = parseOwn(text) })
	return read.template, read.diags
}

// maxOwn bounds how many texts are kept.
const maxOwn = 256

var own = struct {
	sync.Mutex
	read map[string]*ownTemplate
}{read: map[string]*ownTemplate{}}

type ownTemplate struct {
	once     sync.Once
	template *Template
	diags    hcl.Diagnostics
}

func parseOwn(text string) (*Template, hcl.Diagnostics) {
	file, diags := Parse([]byte(text), OwnFile, Catalogue())
	if diags.HasErrors() {
		return nil, diags
	}
	refuse := func(at *hcl.Range, summary, format string, args ...any) (*Template, hcl.Diagnostics) {
		return nil, append(diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: fmt.Sprintf(format, args...), Subject: at})
	}
	start := &hcl.Range{Filename: OwnFile, Start: hcl.InitialPos, End: hcl.InitialPos}
	if len(file.Templates) != 1 {
		return refuse(start, "Not one template", "The text has %d templates; it must have one, as in template \"pathology\" { … }.", len(file.Templates))
	}
	t := file.Templates[0]
	switch {
	case t.Kind != KindRole:
		return refuse(&t.Range, "Not a role template", "The template %s makes a %s; only one that makes a role will do.", t.Name, t.Kind)
	case Catalogue().Template(t.Name, "") != nil:
		return refuse(&t.Range, "Name of a built-in template", "%q is the name of a template that comes with the provider. Give this one a name of its own.", t.Name)
	}
	return t, diags
}

// Declared says where a parameter is declared, as in "template:12,3-24", or "".
func (t *Template) Declared(name string) string {
	p := t.Parameter(name)
	if p == nil || p.Range.Filename == "" {
		return ""
	}
	return p.Range.String()
}
