// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package policy is the AWS IAM policy language: it reads one policy document,
// keeps the position of every element, brings it into a canonical form, and
// evaluates one request against a set of documents by AWS's published logic.
//
// The package decides about single requests only. Questions over all requests
// (does a change grant more?) are package decide's.
//
// What is not covered: Cedar and Lake Formation permissions, S3 access control
// lists, VPC endpoint policies as a layer of their own, and the effect of AWS
// service-specific authorisation outside IAM.
package policy
