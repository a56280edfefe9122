// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package details reads what AWS tells of an account's users, groups, roles and
// policies in one piece:
//
//	aws iam get-account-authorization-details > account.json
//
// It takes the output as the CLI prints it, with policies as objects, and as the
// API and its SDKs give it, with policies as URL-encoded text. Several pages or
// several filters are one input: one document after the other, or a list of them.
// An input whose last page says that more follow is refused, and so is one of two
// accounts.
//
// Decoding is as strict as that of plans: duplicate keys, keys that differ by
// case only and text that is not UTF-8 are refused with their place. Names that
// AWS may add are passed over.
//
// What is not covered, since AWS does not tell it here: access keys, passwords,
// MFA devices, how long a role's session may last, organisation policies, and
// policies of resources other than roles.
package details
