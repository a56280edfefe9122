// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package live reads an account as it is now: its authorization details, its
// credential report, and which services its users and roles have used.
//
// Requests are repeated by the client as it is configured to, and a report or a
// job that AWS is still at work on is waited for with growing pauses, until the
// caller's context ends. A few jobs run at the same time, no more.
//
// Not covered: policies of the organisation and of resources, and permission sets
// of IAM Identity Center, which other services hold.
package live
