// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package provider is the Terraform provider: one file, or a few with one
// prefix, for each resource, data source and function.
//
// Each role template is a resource whose arguments come from the template. A
// plan shows every document and is judged by the same rules as the validator
// uses, without credentials; AWS is asked only about roles that exist.
//
// A role of a template of one's own is made by hipaa_role, a permissions
// boundary and the account's password policy by resources of their own.
//
// What is not covered: documents that exceed the size of inline policies, and
// trust profiles of one's own, whose documents the data source
// hipaa_role_policy_document gives.
package provider
