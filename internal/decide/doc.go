// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package decide answers questions about all requests: does a change allow any
// request that was not allowed before, does a policy allow any of these actions
// on any of these resources, does it let in anyone from outside.
//
// A statement is a box: a set of actions, of resources, of principals, and of
// values of each condition key. What a principal may do is a formula over such
// boxes, by the same logic as policy.Evaluate. To answer a question the formula
// is searched for a point: boxes that have to hold narrow each dimension, boxes
// that must not hold have to fail in at least one, and the search branches on
// the box with the fewest ways to fail. Dimensions are compared exactly:
// patterns by their joint automaton, numbers, dates and addresses by the end
// points at hand, keys also by their absence.
//
// A point becomes a witness only when policy.Evaluate confirms it. An answer of
// No is a proof. What lies outside the exact fragment (an operator that nobody
// documents, a variable compared with another text, a value that is not known
// until apply and may be anything, a budget that ran out) is Undetermined, with
// the reason.
package decide
