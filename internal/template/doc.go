// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package template is the language of role templates, the catalogue of those
// that come with the program, and the renderer that turns a template with
// arguments into a trust policy and policy documents.
//
// A template is an HCL file. It says what the role is for, which regulation it
// serves, who may become it (profiles), which arguments it takes (parameters),
// what it may do (policies of statements, with reusable blocks of them), and
// its limits. [Parse] reads one and reports every mistake with its position;
// [Catalogue] is the embedded library; [Template.Render] makes the documents.
//
// Arguments may be unknown, as they are while Terraform plans. What depends on
// them is then unknown, everything else is not: statement by statement, and in
// a list element by element. A text with an unknown part keeps what is known
// of it, with a character for the part (see [policy.HoleRune]), so that rules
// can judge it. A choice that depends on something unknown is never guessed.
//
// What is not covered: managed policies of the role's own for documents that
// are larger than inline policies may be.
package template
