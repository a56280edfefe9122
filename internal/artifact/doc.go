// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package artifact asks AWS Artifact which agreements hold for an account.
//
// It is one operation of the API, ListCustomerAgreements, with requests that the
// SDK's signer signs and the SDK's retryer repeats. Source: AWS, Artifact API
// Reference, version 2018-05-10.
//
// Not covered: reports, and agreements that the account was offered and has not
// accepted, which the API does not list.
package artifact
