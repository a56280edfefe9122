// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// TestServicePrefixes: as TestResourceTypes, for services.
func TestServicePrefixes(t *testing.T) {
	for name, want := range map[string]string{"transfer": "", "s3": "", "transferr": "transfer", "s33": "s3", "healthlak": "healthlake", "newservice": "", "quantumcare": ""} {
		if near, wrong := safeguard.Catalogue().Service(name); near != want || wrong != (want != "") {
			t.Errorf("%s: %q %v", name, near, wrong)
		}
	}
}

// TestResourceTypes: a misspelled type is told with the right one, and a real one
// is let be, though this project may not know it.
func TestResourceTypes(t *testing.T) {
	type answer struct {
		near  string
		wrong bool
	}
	for name, want := range map[string]answer{
		"aws_iam_role":                   {},
		"aws_iam_roll":                   {"aws_iam_role", true},
		"aws_iam_roles":                  {"aws_iam_role", true},
		"aws_s3_buckt":                   {"aws_s3_bucket", true},
		"awz_iam_role":                   {"aws_iam_role", true},
		"aws_alb_listener":               {}, // as real as aws_lb_listener
		"aws_s3tables_table_replication": {}, // of a later version
		"aws_vpcs":                       {}, // too short to be told from another
		"hipaa_clinician_role":           {},
		"hipaa_clinican_role":            {"hipaa_clinician_role", true},
		"hipaa_role":                     {},
		"hipaa_permission_boundary":      {"hipaa_permissions_boundary", true},
		"hipaa_no_such_thing_at_all":     {"", true},
		"awscc_iam_role":                 {},
		"awscc_iam_roles":                {"awscc_iam_role", true},
		"awscc_wafv2_ip_set":             {},
		"google_project_iam_member":      {},
		"random_password":                {},
		"null_resource":                  {},
	} {
		near, wrong := safeguard.Catalogue().ResourceType(name)
		if got := (answer{near, wrong}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	for _, name := range append(reference.ResourceTypes(), safeguard.ResourceTypes()...) {
		if near, wrong := safeguard.Catalogue().ResourceType(name); wrong {
			t.Errorf("%s is one, and no misspelled %q", name, near)
		}
	}
}
