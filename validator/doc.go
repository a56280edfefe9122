// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package validator checks Terraform and OpenTofu plans against HIPAA
// safeguards: it judges the IAM change that a plan makes and reports what the
// change newly allows, what it breaks and what it mends.
//
// [Check] takes a plan that package plan has read and returns a [Report];
// package report writes it. The same rules and the same engine decide in the
// Terraform provider, so that the two never disagree.
package validator
