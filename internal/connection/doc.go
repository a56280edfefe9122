// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package connection reaches AWS with the settings that the AWS provider for
// Terraform takes, under the same names. Nothing is asked of AWS, and no
// credentials are looked for, until a client is wanted: validation and the plan
// of a new role need none.
//
// What is not covered: the metadata service settings of the AWS provider, its
// custom certificate bundle, and credentials from an assumed role's policy
// documents by name.
package connection
