// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// A block for the whole account does as well. S3 has blocked new buckets by
// default since April 2023; a bucket that nothing says it of may be older, and
// taking the resource away takes the block away. Databases are here where their
// argument opens them to the internet.
var _ = register(&Rule{
	Name:     "phi-store-public-access-unblocked",
	Title:    "Nothing keeps a PHI store from being made public",
	Severity: medium,
	Description: "One wrong bucket policy or ACL, or one address on the internet, and everybody can read what is in the store. " +
		"Block public access holds whatever a later change says, which makes it the cheapest safeguard there is.",
	Citations: []string{"164.312(a)(1)", "164.312(e)(1)", "164.308(a)(4)(i)"},
	NIST:      []string{"AC-3", "SC-7"},
	Fix:       "Add an aws_s3_bucket_public_access_block with all four arguments true; of a database set publicly_accessible = false.",
	Bad: `resource "aws_s3_bucket" "images" {
  bucket = "images"
  tags   = { DataClassification = "phi" }
}`,
	Good: `resource "aws_s3_bucket" "images" {
  bucket = "images"
  tags   = { DataClassification = "phi" }
}

resource "aws_s3_bucket_public_access_block" "images" {
  bucket                  = aws_s3_bucket.images.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}`,
	types: []string{"aws_s3_bucket", blockType, accountBlockType, "aws_rds_cluster_instance"},
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, r := range c.phiStores(side, "aws_s3_bucket") {
			if v := c.unblocked(side, r); v != nil {
				out = append(out, v)
			}
		}
		for _, r := range c.phiStores(side, "aws_db_instance", "aws_redshift_cluster") {
			if v, ok := c.argument(side, "phi-store-public-access-unblocked", r, "publicly_accessible"); ok && v.Truth() {
				out = append(out, at(r, "publicly_accessible", fmt.Sprintf("The database %s, which holds PHI, has an address on the internet.", r.Address), "publicly_accessible"))
			}
		}
		for _, r := range c.phiStores(side, "aws_rds_cluster") {
			for _, i := range joined(side, r, "cluster_identifier", []string{"cluster_identifier", "id"}, "aws_rds_cluster_instance") {
				if v, ok := c.argument(side, "phi-store-public-access-unblocked", i, "publicly_accessible"); ok && v.Truth() {
					out = append(out, at(i, "publicly_accessible", fmt.Sprintf("The database instance %s of %s, which holds PHI, has an address on the internet.", i.Address, r.Address), "publicly_accessible").with("store", r))
				}
			}
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool { return !contains(before.meaning, after.meaning) },
})

const (
	blockType        = "aws_s3_bucket_public_access_block"
	accountBlockType = "aws_s3_account_public_access_block"
)

// blocks are the arguments of a public access block. All four are needed: two
// keep new grants out and two make old ones void.
var blocks = []string{"block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"}

// unblocked judges the block of one bucket; nil where it is whole, or where
// nobody can tell.
func (c *checker) unblocked(side *account.Account, bucket *account.Resource) *violation {
	const rule = "phi-store-public-access-unblocked"
	lacks := map[string]bool{}
	for _, name := range blocks {
		lacks[name] = true
	}
	own := joined(side, bucket, "bucket", bucketKeys, blockType)
	all := own
	for _, r := range side.OfType(accountBlockType) {
		if id := r.Attr("account_id").Text(); id == "" && r.Account == bucket.Account || id != "" && id == bucket.Account {
			all = append(all, r)
		}
	}
	for _, r := range all {
		for _, name := range blocks {
			if !lacks[name] {
				continue
			}
			v, ok := c.argument(side, rule, r, name)
			lacks[name] = ok && !v.Truth()
		}
	}
	var missing []string
	for _, name := range blocks {
		if lacks[name] {
			missing = append(missing, name)
		}
	}
	switch o := unsettledJoin(side, bucket, "bucket", blockType); {
	case len(missing) == 0:
		return nil
	case o != nil && len(own) == 0:
		c.unsettled(side, rule, bucket, "", "it is not known which bucket "+o.Address+" is of", "a reference to the bucket")
		return nil
	}
	v := at(bucket, "", fmt.Sprintf("Nothing keeps the bucket %s, which holds PHI, from being made public: it has no block of public access.", bucket.Name()), missing...)
	if len(missing) < len(blocks) || len(own) > 0 {
		v.message = fmt.Sprintf("The block of public access of the bucket %s, which holds PHI, is not whole; what is not true: %s.", bucket.Name(), join(missing))
	}
	v.with("block", own...)
	v.fix = "Add to the configuration:\n\n" + blockOf(bucket)
	if len(own) > 0 {
		v.fix = fmt.Sprintf("Set all four arguments of %s to true.", own[0].Address)
	}
	return v
}

// blockOf writes the block that a bucket lacks.
func blockOf(bucket *account.Resource) string {
	name := lastName(bucket.Address)
	return fmt.Sprintf(`resource "aws_s3_bucket_public_access_block" %q {
  bucket                  = %s.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}`, name, inModule(bucket.Address))
}
