// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package approval signs and checks approvals of changes.
//
// An approval is an in-toto statement (v1) about the digests of changes, in the
// canonical form of RFC 8785, and beside it the signatures of the people who
// approve, in OpenSSH's format (SSHSIG, namespace hipaacheck-approval):
//
//	.iam/approvals/<SHA-256 of statement.json>/statement.json
//	.iam/approvals/<SHA-256 of statement.json>/<person>.sig
//
// so that anybody can check one with OpenSSH alone:
//
//	ssh-keygen -Y verify -n hipaacheck-approval -f approvers -I <person> -s <person>.sig < statement.json
//
// Who may approve is said by the configuration's approval blocks, and by an
// allowed_signers file of OpenSSH.
//
// Not covered: certificates. A line of allowed_signers with cert-authority is
// read and never matches.
package approval

// Namespace is the namespace of the signatures, so that one made for something
// else does not count.
const Namespace = "hipaacheck-approval"

// DefaultDir is where approvals lie, from the repository's root.
const DefaultDir = ".iam/approvals"

const statementFile = "statement.json"
