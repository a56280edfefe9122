// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
)

// resource-public is broken by a resource policy that lets in whoever wants to,
// whatever it says of them that they may choose; by a canned or written ACL; by a
// snapshot or an image that is shared with all; by a function URL without
// authorization. A bucket whose public access is restricted lets nobody in. What
// is public by its nature (an API, a public registry) is no store.
var _ = register(&Rule{
	Name:     "resource-public",
	Title:    "Anybody may get at the resource",
	Severity: critical,
	Description: "Whoever finds the name can use it, without an account of ours and without a trace of who they are. " +
		"A bucket open to everybody is the most common way in which health records have been lost from the cloud.",
	Citations: []string{"164.312(a)(1)", "164.312(e)(1)", "164.308(a)(4)(i)"},
	NIST:      []string{"AC-3", "AC-6", "SC-7"},
	Fix:       "Name the accounts, roles or services that are to get in, or keep others out with a condition StringEquals on aws:PrincipalOrgID, aws:SourceVpce or aws:SourceAccount.",
	Bad: `resource "aws_s3_bucket_policy" "images" {
  bucket = aws_s3_bucket.images.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.images.arn}/*"
    }]
  })
}`,
	Good: `resource "aws_s3_bucket_policy" "images" {
  bucket = aws_s3_bucket.images.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.images.arn}/*"
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-exampleorg1" } }
    }]
  })
}`,
	types: append(slices.Clone(sharedTypes), bucketType, blockType, accountBlockType, aclType, ownershipType, "aws_s3_object", "aws_lambda_function_url"),
	here:  func(c *checker, v *violation) string { return c.toOurs(v) },
	find: func(c *checker, side *account.Account) []*violation {
		const rule = "resource-public"
		var out []*violation
		for _, s := range side.Stores {
			if slices.Contains(publicByNature, s.Type) || s.Resource != nil && s.Type == bucketType && c.held(side, rule, s.Resource, "restrict_public_buckets") {
				continue
			}
			for _, at := range s.Policies {
				if at.Document.Policy == nil || namesOnly(at.Document.Policy) {
					continue
				}
				doc := c.effective(s, at.Document)
				for _, address := range fromOutside(doc) {
					q := c.anybody(s, doc, address)
					a := decide.DocumentGrants(doc, q, decide.Options{})
					if a.Result == decide.Undetermined {
						c.unsureOf(side, rule, at.Document, a)
					}
					if a.Result == decide.No {
						continue
					}
					if a.Result == decide.Yes {
						out = append(out, letsIn(s, at, doc, q, a, fmt.Sprintf("Anybody may do %s to %s.", a.Witness.Action, storeName(s))))
					}
					break
				}
			}
		}
		out = append(out, c.publicACLs(side, rule)...)
		for _, r := range side.OfType(sharedTypes...) {
			if shared, path := sharedWith(r); slices.Contains(shared, "all") {
				out = append(out, at(r, path, fmt.Sprintf("What %s shares is shared with every AWS account.", r.Address), "all"))
			}
		}
		for _, r := range side.OfType("aws_lambda_function_url") {
			if v, ok := c.argument(side, rule, r, "authorization_type"); ok && v.Text() == "NONE" {
				out = append(out, at(r, "authorization_type", fmt.Sprintf("Anybody may call the function at the URL %s.", r.Address), "url"))
			}
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool { return letsInMore(before, after) },
})

// publicByNature are resource types that serve the public, or only pass requests on.
var publicByNature = []string{
	"aws_api_gateway_rest_api", "awscc_apigateway_rest_api", "aws_ecrpublic_repository", "aws_vpc_endpoint", "aws_media_store_container", "aws_iot_policy", "aws_iam_role",
}

const (
	aclType       = "aws_s3_bucket_acl"
	ownershipType = "aws_s3_bucket_ownership_controls"
)

// sharedTypes share snapshots, images and documents by a list of accounts.
var sharedTypes = []string{
	"aws_ami_launch_permission", "aws_snapshot_create_volume_permission", "aws_db_snapshot", "aws_db_cluster_snapshot", "aws_db_snapshot_copy", "aws_ssm_document",
	"aws_neptune_cluster_snapshot", "aws_docdb_cluster_snapshot",
}

// sharedWith lists the accounts that something is shared with, "all" for every
// account, and the argument that says so.
func sharedWith(r *account.Resource) (accounts []string, path string) {
	switch r.Type {
	case "aws_ami_launch_permission":
		if g := r.Attr("group").Text(); g == "all" {
			return []string{"all"}, "group"
		}
		return []string{r.Attr("account_id").Text()}, "account_id"
	case "aws_snapshot_create_volume_permission":
		return []string{r.Attr("account_id").Text()}, "account_id"
	case "aws_ssm_document":
		list, _ := r.Attr("permissions").V.(map[string]any)
		text, _ := list["account_ids"].(string)
		return strings.Split(strings.ToLower(text), ","), "permissions"
	}
	accounts, _ = r.Attr("shared_accounts").Strings()
	return accounts, "shared_accounts"
}

// held reports whether a bucket's public access block, or the account's, says so.
func (c *checker) held(side *account.Account, rule string, bucket *account.Resource, argument string) bool {
	all := joined(side, bucket, "bucket", bucketKeys, blockType)
	for _, r := range side.OfType(accountBlockType) {
		if r.Account == bucket.Account {
			all = append(all, r)
		}
	}
	return slices.ContainsFunc(all, func(r *account.Resource) bool {
		v, ok := c.argument(side, rule, r, argument)
		return ok && v.Truth()
	})
}

// publicACLs lists what ACLs open. ACLs that are ignored, or turned off, open nothing.
func (c *checker) publicACLs(side *account.Account, rule string) []*violation {
	var out []*violation
	judge := func(bucket, r *account.Resource) {
		who, path := openACL(r)
		if who == "" || bucket != nil && (c.held(side, rule, bucket, "ignore_public_acls") || aclsOff(side, bucket)) {
			return
		}
		out = append(out, at(r, path, fmt.Sprintf("The ACL of %s lets %s in.", r.Address, who), who, path))
	}
	buckets := side.OfType(bucketType)
	for _, b := range buckets {
		judge(b, b)
	}
	for _, r := range side.OfType(aclType, "aws_s3_object") {
		var of *account.Resource
		for _, b := range buckets {
			if r.Names(r.Attr("bucket"), b, bucketKeys...) {
				of = b
			}
		}
		judge(of, r)
	}
	return out
}

// aclsOff reports whether a bucket's ACLs are turned off.
func aclsOff(side *account.Account, bucket *account.Resource) bool {
	return slices.ContainsFunc(joined(side, bucket, "bucket", bucketKeys, ownershipType), func(r *account.Resource) bool {
		return slices.ContainsFunc(r.Attr("rule").List(), func(v account.Value) bool { return v.Attr("object_ownership").Text() == "BucketOwnerEnforced" })
	})
}

// openACL says whom an ACL lets in beyond accounts, "" for nobody, and the argument.
// Source: AWS, S3 user guide, Access control list overview.
func openACL(r *account.Resource) (who, path string) {
	switch r.Attr("acl").Text() {
	case "public-read", "public-read-write":
		return "everybody", "acl"
	case "authenticated-read":
		return "every AWS account", "acl"
	}
	grants := r.Attr("grant").List()
	for _, p := range r.Attr("access_control_policy").List() {
		for _, g := range p.Attr("grant").List() {
			grants = append(grants, g.Attr("grantee").List()...)
		}
	}
	for _, g := range grants {
		switch uri := g.Attr("uri").Text(); {
		case strings.HasSuffix(uri, "/groups/global/AllUsers"):
			return "everybody", g.Path + ".uri"
		case strings.HasSuffix(uri, "/groups/global/AuthenticatedUsers"):
			return "every AWS account", g.Path + ".uri"
		}
	}
	return "", ""
}
