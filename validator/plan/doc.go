// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package plan reads Terraform and OpenTofu plans, as JSON or as saved binary
// plans, and builds from them the account before and after the change.
//
// Reading is strict: whatever a lenient decoder would let pass and another
// would read differently (duplicate keys, keys that differ by case only,
// invalid UTF-8) is refused, and so is everything that is not one complete plan.
//
// What is not covered yet: several plans in one run, directories of plans,
// state files, authorization details, and documents that only the
// configuration's source can tell.
package plan
