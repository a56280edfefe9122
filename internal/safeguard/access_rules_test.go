// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// statements writes a policy of these statements.
func statements(list ...string) string {
	return `{"Version":"2012-10-17","Statement":[` + strings.Join(list, ",") + `]}`
}

// managed attaches AWS managed policies to a role that a service assumes.
func managed(t *testing.T, service string, names ...string) *account.Principal {
	t.Helper()
	p := role(t, "r")
	p.Trust = document(t, p.Address, statements(`{"Effect":"Allow","Principal":{"Service":"`+service+`.amazonaws.com"},"Action":"sts:AssumeRole"}`), policy.Trust)
	for _, name := range names {
		m, ok := reference.LookupManagedPolicy(name)
		if !ok {
			t.Fatalf("there is no policy %s", name)
		}
		d := document(t, "", string(m.Document), policy.Identity)
		d.ARN, d.Name, d.Known, d.Managed = m.ARN, m.Name, account.KnownManaged, true
		p.Identity = append(p.Identity, account.Attachment{Document: d, Via: []account.Related{{Address: "aws_iam_role_policy_attachment." + m.Name, Relation: "attachment"}}})
	}
	return p
}

// servicePolicies are attached to the roles of nearly every module that runs
// something; nobody acts on a finding about one.
var servicePolicies = []string{
	"AmazonEKSClusterPolicy", "AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonSSMManagedInstanceCore", "AmazonEC2ContainerRegistryReadOnly",
	"CloudWatchAgentServerPolicy", "AmazonEKSVPCResourceController", "AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole",
	"AmazonECSTaskExecutionRolePolicy", "AmazonEBSCSIDriverPolicy", "AWSLambdaSQSQueueExecutionRole", "AWSLambdaDynamoDBExecutionRole",
	"AmazonRDSEnhancedMonitoringRole", "AWSXRayDaemonWriteAccess", "AmazonEC2RoleforSSM", "AWSBatchServiceRole", "AWSGlueServiceRole",
	"AWSBackupServiceRolePolicyForBackup", "AmazonEC2SpotFleetTaggingRole", "AWS_ConfigRole", "AmazonAPIGatewayPushToCloudWatchLogs",
}

// ruleCase is one principal and what a rule has to say of it.
type ruleCase struct {
	who  *account.Principal
	want string // severity, or "" for no finding
}

// testRule judges principals that appear by one rule, and the roles of AWS's
// services, of which it has to be silent.
func testRule(t *testing.T, rule string, cases map[string]ruleCase) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			want := []string{}
			if c.want != "" {
				want = append(want, "introduced "+c.want+" "+rule+" "+c.who.Address)
			}
			if diff := cmp.Diff(want, judge(change(side(), side(c.who)), nil, rule)); diff != "" {
				t.Error(diff)
			}
			if c.want == "" {
				return
			}
			want[0] = strings.Replace(want[0], "introduced", "existing", 1)
			if diff := cmp.Diff(want, judge(change(side(c.who), side(c.who)), nil, rule)); diff != "" {
				t.Error("unchanged: " + diff)
			}
		})
	}
	for _, name := range servicePolicies {
		t.Run(name, func(t *testing.T) {
			if got := judge(change(side(), side(managed(t, "ec2", name))), nil, rule); len(got) != 0 {
				t.Error(got)
			}
		})
	}
}
