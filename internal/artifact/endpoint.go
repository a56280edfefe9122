// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package artifact

import (
	"fmt"
	"strings"
)

// Endpoint is where a partition's Artifact is, and the Region that requests are
// signed for.
type Endpoint struct {
	URL, Region string
}

// EndpointOf returns the endpoint for the partition of a Region. Artifact is one
// for each partition. The error says that a partition has none.
//
// Source: AWS, endpoint rules of Artifact in botocore, and "AWS Artifact
// endpoints and quotas": the API is in the commercial and the GovCloud partition.
func EndpointOf(region string, fips, dualStack bool) (Endpoint, error) {
	out := Endpoint{Region: "us-east-1"}
	switch {
	case strings.HasPrefix(region, "us-gov-"):
		out.Region = "us-gov-west-1"
	case strings.HasPrefix(region, "cn-"), strings.HasPrefix(region, "us-iso"), strings.HasPrefix(region, "eu-iso"), strings.HasPrefix(region, "eusc-"):
		return Endpoint{}, fmt.Errorf("AWS Artifact has no API in the partition of %s", region)
	}
	host, domain := "artifact", "amazonaws.com"
	if fips {
		host = "artifact-fips"
	}
	if dualStack {
		domain = "api.aws"
	}
	out.URL = "https://" + host + "." + out.Region + "." + domain
	return out, nil
}
