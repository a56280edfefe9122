// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator/source"
)

// LocateStatement returns where a statement of a document is written: the object
// in a jsonencode, the block of a data source, the lines of a heredoc, through
// locals, variables and outputs; where it cannot be followed, the place of the
// argument, as [Source.Locate] tells it. It knows the source of what is planned,
// so it is of use once the account is built.
func (p *Plan) LocateStatement(address, attribute string, statement int) *Location {
	whole := p.Source.Locate(address, attribute)
	if whole == nil || attribute == "" || p.evaluation == nil {
		return whole
	}
	e := p.evaluation()
	if e == nil {
		return whole
	}
	r, err := e.Statement(address, attribute, statement)
	if err != nil {
		return whole
	}
	tree := p.Source.tree()
	at := locationIn(tree, r)
	if at == nil {
		return whole
	}
	if whole.Inner == nil {
		if downloaded(at.File) {
			// Written in a module of others: what leads there is of this repository.
			whole.Inner = at
			return whole
		}
		return at
	}
	if downloaded(at.File) {
		whole.Inner = at
		return whole
	}
	at.Inner = whole.Inner
	return at
}

// downloaded reports whether a file is of a module that init fetched.
func downloaded(file string) bool { return strings.Contains("/"+file, "/.terraform/modules/") }

// locationIn turns a range of the tree into a location with columns in bytes.
func locationIn(tree *source.Tree, r hcl.Range) *Location {
	if tree == nil {
		return nil
	}
	text := tree.Text(r.Filename)
	if text == nil || r.End.Byte > len(text) || r.Start.Byte > r.End.Byte {
		return nil
	}
	b := &block{file: &sourceFile{name: r.Filename, text: text}}
	return b.at(r)
}
