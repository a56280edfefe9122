// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package plan reads Terraform and OpenTofu plans, as JSON or as saved binary
// plans, and builds from them the account before and after the change.
//
// Reading is strict: whatever a lenient decoder would let pass and another
// would read differently (duplicate keys, keys that differ by case only,
// invalid UTF-8) is refused, and so is everything that is not one complete plan.
//
// What is not known until apply is what the configuration's source makes of it, or
// without the source what the plan's references lead to; see [Plan.Change].
//
// What is not covered: what provisioners and other programs do, and policies in
// YAML, in base64 or in a file that no resource holds.
package plan
