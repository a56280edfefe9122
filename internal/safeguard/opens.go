// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// encryptionType says how a bucket is encrypted, in a resource of its own.
const encryptionType = "aws_s3_bucket_server_side_encryption_configuration"

// bucketKeys are the attributes by which other resources name a bucket.
var bucketKeys = []string{"bucket", "id"}

// phiStores lists the resources of these types that hold PHI, or open what does.
func (c *checker) phiStores(side *account.Account, types ...string) []*account.Resource {
	var out []*account.Resource
	for _, m := range c.marked(side) {
		if slices.Contains(types, m.resource.Type) {
			out = append(out, m.resource)
		}
	}
	return out
}

// opens lists the PHI stores that a key encrypts. A key that is itself marked is
// one of them.
func (c *checker) opens(side *account.Account, key *account.Resource) []*account.Resource {
	var out []*account.Resource
	if c.marks(key) != "" {
		out = append(out, key)
	}
	for _, m := range c.marked(side) {
		if m.resource != key && !m.opens && encrypts(side, key, m.resource) {
			out = append(out, m.resource)
		}
	}
	return out
}

// with adds resources that take part in a finding, by what they are to it.
func (v *violation) with(relation string, list ...*account.Resource) *violation {
	for _, r := range list {
		if r.Address != v.address {
			v.related = append(v.related, account.Related{Address: r.Address, Relation: relation})
		}
	}
	return v
}

// addresses lists resources by their names, for a message.
func addresses(list []*account.Resource) string {
	var out []string
	for _, r := range list {
		out = append(out, r.Address)
	}
	return join(out)
}
