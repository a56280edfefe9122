// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// TestWithoutServices: a narrower policy allows nothing that the wider one does
// not, nothing of what is unused, and all of what is used.
func TestWithoutServices(t *testing.T) {
	used, unused := []string{"s3", "ec2", "logs"}, []string{"iam", "kms", "sqs", "lambda", "rds"}
	for _, name := range []string{"PowerUserAccess", "AdministratorAccess", "ReadOnlyAccess", "SecurityAudit", "AmazonS3FullAccess", "job-function/SystemAdministrator"} {
		t.Run(name, func(t *testing.T) {
			m, ok := reference.LookupManagedPolicy("arn:aws:iam::aws:policy/" + name)
			if !ok {
				t.Fatal("not embedded")
			}
			wide, _ := policy.Parse(m.Document, policy.Identity)
			n, _ := wide.WithoutServices(used, unused)
			if n.JSON == nil {
				t.Fatal("nothing is left")
			}
			narrow, problems := policy.Parse(n.JSON, policy.Identity)
			if len(problems) > 0 {
				t.Fatalf("AWS would refuse it: %v", problems)
			}
			if a := decide.DocumentNewAccess(wide, narrow, policy.Identity, decide.Options{}); a.Result != decide.No {
				t.Errorf("it allows more: %v", a)
			}
			for _, s := range used {
				q := decide.Question{Actions: []string{s + ":*"}, Resources: []string{"*"}}
				if a := decide.DocumentNewAccessIn(narrow, wide, policy.Identity, q, decide.Options{}); a.Result != decide.No {
					t.Errorf("it takes some of %s away: %v", s, a)
				}
			}
			for _, s := range unused {
				q := decide.Question{Actions: []string{s + ":*"}, Resources: []string{"*"}}
				if a := decide.DocumentGrants(narrow, q, decide.Options{}); a.Result != decide.No && len(n.Left) == 0 {
					t.Errorf("it still allows something of %s: %v", s, a)
				}
			}
		})
	}
}
