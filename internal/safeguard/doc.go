// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package safeguard holds the rules: each one HIPAA safeguard that an IAM
// change can break, with its citations. A rule looks at an account before and
// after a change and asks the engine; it never compares policy text.
//
// Each rule is a file of its own, which registers itself in the catalogue.
package safeguard
