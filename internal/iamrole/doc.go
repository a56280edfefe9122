// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package iamrole keeps one IAM role with its trust policy, boundary, inline
// policies and tags as one unit in AWS, and a managed policy with its versions;
// and the account's password policy.
//
// IAM is eventually consistent and can fail between any two calls. A role is
// therefore marked by a tag while it is being made: a creation that fails takes
// back what it made, and one that was killed leaves a marked role, which the
// next creation of the same role takes over. A role without the mark, or with
// another's, is never touched.
//
// What others attach to a role is not this package's: it is neither changed nor
// detached, and a role that carries it is deleted only by force.
package iamrole
