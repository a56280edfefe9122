// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// File is what one source file holds.
type File struct {
	Templates []*Template
	Blocks    []*Block
	Profiles  []*Profile
}

// Template is one role template.
type Template struct {
	// Name is lower case with underscores, "clinician".
	Name string
	// Version is a semantic version. What a published version means never changes.
	Version string
	// Kind says what is made from the template.
	Kind Kind
	// Title is a few words, Purpose a paragraph.
	Title, Purpose string
	// Citations are CFR sections of part 164 without the title number.
	Citations []string
	Limits    Limits
	// Trust are the profiles by which the role may be assumed, in order.
	Trust     []*TrustUse
	Policies  []*Policy
	Accepts   []*Accept
	Changelog []*Change
	// Range is where the template's header stands.
	Range hcl.Range
	// Hash is "sha256:…" of the template's own text and of every block and
	// profile it uses: equal hashes render equal documents.
	Hash string

	unit
	tags hcl.Expression
}

// Kind is what is made from a template.
type Kind string

// The kinds.
const (
	// KindRole: a role with a trust policy and policies of its own.
	KindRole Kind = "role"
	// KindDocument: policy documents for a role that something else owns, such as
	// a permission set of IAM Identity Center, or that stands beside the documents
	// of another template.
	KindDocument Kind = "document"
	// KindBoundary: the document of a permissions boundary.
	KindBoundary Kind = "boundary"
)

// unit is what templates, blocks and profiles share: parameters, checks on
// them, local values, and a text.
type unit struct {
	// Parameters are in the order of the source.
	Parameters  []*Parameter
	validations []*validation
	locals      []*hcl.Attribute
	source      []byte
}

// Parameter returns the parameter with this name, or nil.
func (u *unit) Parameter(name string) *Parameter { return find(u.Parameters, name) }

func find(list []*Parameter, name string) *Parameter {
	for _, p := range list {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// Explain says what a statement is for and which sections it serves, by its Sid
// in any of the template's documents, the trust policy included.
func (t *Template) Explain(sid string) (description string, citations []string, ok bool) {
	for _, s := range t.statements() {
		if s.sid == sid {
			return s.description, s.citations, true
		}
	}
	return "", nil, false
}

// Serves lists the sections that the template and its statements cite, those of
// the trust policy included, each once.
func (t *Template) Serves() []string {
	out := slices.Clone(t.Citations)
	for _, s := range t.statements() {
		out = append(out, s.citations...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// statements are all statements that a role made from the template may have.
func (t *Template) statements() []*statement {
	var out []*statement
	for _, u := range t.Trust {
		out = append(out, u.Profile.statements...)
	}
	for _, p := range t.Policies {
		for _, it := range p.items {
			if it.statement != nil {
				out = append(out, it.statement)
			} else {
				out = append(out, it.include.block.statements...)
			}
		}
	}
	return out
}

// Nesting is how a parameter with attributes is repeated.
type Nesting string

// The nestings.
const (
	// NestingNone: the parameter has a plain type.
	NestingNone Nesting = ""
	// NestingSingle: one object.
	NestingSingle Nesting = "single"
	// NestingList: a list of objects.
	NestingList Nesting = "list"
)

// Parameter is one typed argument of a template, block or profile, or one
// attribute of such an argument.
type Parameter struct {
	Name        string
	Description string
	// Type is the type of the whole value, nesting included.
	Type cty.Type
	// Nesting says whether, and how, Attributes make up the value.
	Nesting    Nesting
	Attributes []*Parameter
	// Default is cty.NilVal for a required parameter; a null default makes an
	// optional one without a value.
	Default cty.Value
	// Wildcards says that the strings in the value may hold "*", "?" and "${".
	// Otherwise they are refused, which is why an unknown one can be judged as
	// one fixed text.
	Wildcards bool
	Range     hcl.Range

	validations []*validation
}

// Required reports whether an argument must be given.
func (p *Parameter) Required() bool { return p.Default == cty.NilVal }

// validation is a condition on arguments.
type validation struct {
	condition, message hcl.Expression
	rng                hcl.Range
}

// Block is a reusable group of statements, such as the denial of tampering
// with audit records. Its name ends in "@" and a number, "audit@1": what a
// number means never changes.
type Block struct {
	Name           string
	Title, Purpose string
	Citations      []string
	Range          hcl.Range

	unit
	statements []*statement
}

// Profile is one way of becoming a role, such as SAML federation. Its name
// ends in "@" and a number, as a block's does.
type Profile struct {
	Name           string
	Title, Purpose string
	Citations      []string
	// People says that human beings come through it, not software.
	People bool
	Range  hcl.Range

	unit
	statements []*statement
}

// TrustUse is a profile that a template allows, with what the template makes
// of it.
type TrustUse struct {
	Profile *Profile
	// Name is the profile's without its number; it is the name of the nested
	// block in the Terraform resource.
	Name string
	// Defaults replace the profile's own.
	Defaults    map[string]cty.Value
	Range       hcl.Range
	validations []*validation
}

// Parameter returns a parameter of the profile as this template uses it, with
// the template's default.
func (u *TrustUse) Parameter(name string) *Parameter {
	p := u.Profile.Parameter(name)
	if p == nil {
		return nil
	}
	if d, ok := u.Defaults[name]; ok {
		changed := *p
		changed.Default = d
		return &changed
	}
	return p
}

// Parameters returns the profile's parameters as this template uses them.
func (u *TrustUse) Parameters() []*Parameter {
	out := make([]*Parameter, len(u.Profile.Parameters))
	for i, p := range u.Profile.Parameters {
		out[i] = u.Parameter(p.Name)
	}
	return out
}

// Policy is one document of a template.
type Policy struct {
	Name  string
	Range hcl.Range
	items []item
}

// item is a statement or the inclusion of a block, in the order of the source.
type item struct {
	statement *statement
	include   *include
}

// include puts a block's statements into a policy.
type include struct {
	block     *Block
	when      hcl.Expression
	arguments map[string]*hcl.Attribute
	rng       hcl.Range
}

// statement is one statement as the source has it.
type statement struct {
	sid                     string
	description             string
	citations               []string
	effect                  string
	when                    hcl.Expression
	actions, notActions     hcl.Expression
	resources, notResources hcl.Expression
	principals              []*principals
	conditions              []*condition
	rng                     hcl.Range
}

type principals struct {
	when, kind, identifiers hcl.Expression
	rng                     hcl.Range
}

type condition struct {
	when, test, variable, values hcl.Expression
	rng                          hcl.Range
}

// Limits bound every role made from a template.
type Limits struct {
	// Session is the session length where none is asked for, MaxSession the
	// longest that may be asked for. AWS allows one to twelve hours.
	Session, MaxSession time.Duration
	// Boundary is the class of permissions boundary that belongs to the role, such
	// as "phi-workforce".
	Boundary string
	// BoundaryRequired says that the role may not be without one.
	BoundaryRequired bool
	Range            hcl.Range
}

// Accept is a rule that roles made from a template may break, and why.
type Accept struct {
	Rule, Reason string
	Range        hcl.Range
	when         hcl.Expression
}

// Change is what one version brought.
type Change struct {
	Version string
	// Date is the day of publication, YYYY-MM-DD.
	Date  string
	Notes []string
	Range hcl.Range
}
