// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package account is the model of an AWS account as far as IAM decides it: the
// principals with the documents that bear on them, the audit trail and the
// sign-in settings, once as they stand before a change and once after it.
//
// The package does not read anything itself. The validator fills it from a
// plan, the provider from one planned role and its prior state; rules read it.
//
// What is not covered: access that no policy grants (access control lists, RAM
// shares, Lake Formation permissions), and policies in other languages.
package account
