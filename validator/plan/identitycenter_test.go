// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// TestCloudControl holds the IAM resources and permission sets of hashicorp/awscc,
// in the shapes of its documentation, to the principals that they make.
func TestCloudControl(t *testing.T) {
	const trust = `"assume_role_policy_document":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"}}]}"`
	const text = `"policy_document":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}"`
	written := func(kind, name, args string) string {
		return `{"mode":"managed","type":"` + kind + `","name":"` + name + `","expressions":{` + args + `}}`
	}
	p := decodePlan(t, `{"resources":[`+
		written("awscc_iam_role", "r", `"policies":{"references":[]},"managed_policy_arns":{"references":["awscc_iam_managed_policy.m.policy_arn","awscc_iam_managed_policy.m"]},"permissions_boundary":{}`)+","+
		written("awscc_iam_user", "u", `"groups":{}`)+","+written("awscc_iam_group", "g", ``)+","+
		written("awscc_iam_managed_policy", "m", ``)+","+written("awscc_sso_permission_set", "s", `"inline_policy":{},"permissions_boundary":{}`)+`]}`,
		res("awscc_iam_role.r", "", `"role_name":"r","max_session_duration":7200,`+trust+`,"policies":[{"policy_name":"i",`+text+`}],"managed_policy_arns":[null],"permissions_boundary":"arn:aws:iam::aws:policy/ReadOnlyAccess","tags":[{"key":"Owner","value":"it"}]`, `"arn":true,"managed_policy_arns":[true]`),
		res("awscc_iam_user.u", "", `"user_name":"u","groups":["g"]`, `"policies":true,"managed_policy_arns":true`),
		res("awscc_iam_group.g", "", `"group_name":"g"`, `"policies":true,"managed_policy_arns":true`),
		res("awscc_iam_group_policy.g", "", `"group_name":"g","policy_name":"gp",`+text, ""),
		res("awscc_iam_managed_policy.m", "", `"managed_policy_name":"m","users":["u"],`+text, `"policy_arn":true,"roles":true,"groups":true`),
		res("awscc_sso_permission_set.s", "", `"name":"s","session_duration":"PT1H30M","inline_policy":"{\"Version\":\"2012-10-17\",\"Statement\":[]}","managed_policies":["arn:aws:iam::aws:policy/SecurityAudit"],"customer_managed_policy_references":[{"name":"m","path":"/"}],"permissions_boundary":{"managed_policy_arn":"arn:aws:iam::aws:policy/ReadOnlyAccess"}`, `"permission_set_arn":true`),
		res("awscc_sso_assignment.s", "", `"permission_set_arn":"arn:aws:sso:::permissionSet/ssoins-1/ps-1","target_id":"123456789012"`, ""),
	)
	change, err := p.Change(nil)
	if err != nil {
		t.Fatal(err)
	}
	want := `group awscc_iam_group.g: gp<awscc_iam_group_policy.g
role awscc_iam_role.r boundary=1:arn:aws:iam::aws:policy/ReadOnlyAccess: i m<awscc_iam_managed_policy.m
user awscc_iam_user.u: m<awscc_iam_managed_policy.m gp<awscc_iam_user.u<awscc_iam_group.g<awscc_iam_group_policy.g
permission-set awscc_sso_permission_set.s boundary=1:arn:aws:iam::aws:policy/ReadOnlyAccess:  SecurityAudit m<awscc_iam_managed_policy.m
permission-set permission-set::arn:aws:sso:::permissionSet/ssoins-1/ps-1:
`
	if diff := cmp.Diff(want, show(change.After)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	role := change.After.Principal("awscc_iam_role.r")
	if role.Session.Seconds != 7200 || role.Trust == nil || role.Trust.Policy == nil || role.Tags.Values["Owner"] != "it" {
		t.Errorf("session %d, trust %v, tags %v", role.Session.Seconds, role.Trust, role.Tags)
	}
	if set := change.After.Principal("awscc_sso_permission_set.s"); set.Session.Seconds != 5400 || set.Kind != account.PermissionSet {
		t.Errorf("session %d, kind %s", set.Session.Seconds, set.Kind)
	}
}
