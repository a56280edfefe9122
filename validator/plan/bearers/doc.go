// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package bearers is the one table of which attribute of which resource type
// holds a policy document of which kind, and on what it bears:
//
//	for _, b := range bearers.Of("aws_s3_bucket_policy") {
//		// b.Path "policy" holds a document of kind Resource,
//		// b.On[0] says that it bears on the bucket that "bucket" names.
//	}
//
// Beside whole documents it lists what does the same in another form: resources
// whose attributes make one statement (aws_lambda_permission), attributes that
// attach a policy or name one (policy_arn, permissions_boundary), Identity
// Center assignments, and attributes that carry whole resources in another
// language (aws_cloudformation_stack.template_body).
//
// The rows of hashicorp/aws 5 are tested against the provider's own schema:
// whatever there looks like a policy is in the table, or among the test's
// exceptions with its reason. Rows of hashicorp/aws 6 and of hashicorp/awscc
// follow the providers' documentation.
//
// What is not covered: access that no policy grants (access control lists, RAM
// shares, Lake Formation permissions, snapshot sharing, launch permissions), and
// providers other than these three and this project's own. [IsDocument] tells a
// policy document by its text, for resource types that are not in the table.
package bearers
