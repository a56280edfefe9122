// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package spread lays a role's documents out so that AWS takes them: inline
// while they fit, and what does not is cut into parts for managed policies. The
// parts together mean what the document means, and are joined to it again.
//
// A document is cut between statements, and a statement that is too long is cut
// along its resources, its actions or the values of a condition, wherever a list
// means "one of these". What means "none of these" cannot be cut.
//
// It works on texts and knows nothing of AWS's API. Documents are those that the
// template renderer writes; what others have written is laid out as well where
// it is JSON of that shape.
package spread

// The quotas, in characters without white space and in policies. Source: IAM
// user guide, "IAM and AWS STS quotas", as of 2026-11-23.
const (
	// MaxInline bounds all inline policies of a role together.
	MaxInline = 10_240
	// MaxManaged bounds one managed policy.
	MaxManaged = 6_144
	// MaxAttached is how many managed policies a role can have by default.
	MaxAttached = 10
	// MostAttached is what that quota can be raised to.
	MostAttached = 20
)
