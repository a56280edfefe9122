// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package source evaluates a Terraform or OpenTofu configuration's source, so
// that a policy document that is "known after apply" is recovered: everything
// that is known stands in it, and each part that is not is a hole that names
// the attribute it stands for.
//
// One unknown ARN makes Terraform show a whole document as unknown. Here the
// same expressions are evaluated over values in which that ARN is a single
// recognisable character. It survives interpolation, join, format, jsonencode,
// merge and for-expressions. A choice that depends on it is not guessed: a
// condition, a comparison, a look-up, a regular expression over it give an
// undetermined value, which stands in the text as a hole that may be anything
// and carries the reason. Where that would change the structure of a document
// (a statement more or less, an unknown effect) the document is not recovered
// and the error says why.
//
// Not covered: provider-defined functions other than those of hashicorp/aws,
// values of ephemeral resources, provisioners, deprecated text encodings other
// than UTF-8. They give undetermined values, never wrong ones.
//
// The package reads the files it is given and nothing else: no network, no
// environment, no writes. Its work is bounded: a configuration that is made to
// take forever is given up with an error.
package source
