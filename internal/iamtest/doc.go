// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package iamtest is an IAM endpoint inside a test. It speaks the query
// protocol of AWS for what concerns roles, and does what stand-ins for AWS let
// pass: it refuses principals and boundaries that do not exist, shows deleted
// principals by their identifiers, refuses to delete a role that still has
// something, keeps AWS's bounds, is eventually consistent, and fails where a
// test says so, before or after it has done what it was asked.
//
// It is no IAM: it evaluates no policy and checks no signature.
package iamtest
