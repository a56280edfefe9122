// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package account is the model of an AWS account as far as IAM decides it: the
// principals with the documents that bear on them, the audit trail and the
// sign-in settings, once as they stand before a change and once after it.
//
// The package does not read anything itself. The validator fills it from a
// plan, the provider from one planned role and its prior state; rules read it.
//
// What is not covered yet: stores and their resource policies, Organizations
// policies, and paths by which one principal becomes another.
package account
