// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package auditalarm lists the alarms that somebody has to be told of: the metric
// filters of the CIS AWS Foundations Benchmark 5.0, section 4, and our own for roles
// and for break-glass access, each as a filter on the events of a trail.
//
// The patterns are those of the benchmark but for two: its filter of denied calls
// mixes || with && and lacks brackets, and that of VPC changes names calls of
// ClassicLink, which AWS has taken out of service.
package auditalarm

import (
	"slices"
	"strings"
)

// Alarm is something of which somebody has to be told.
type Alarm struct {
	// Name is that of audit.alarms in the configuration, "root-use".
	Name string
	// What completes "Nobody is told of …".
	What string
	// CIS is the number in the benchmark, "4.3"; empty for one of our own.
	CIS string
	// Source is the service whose calls it counts, "iam", where it counts calls by their names.
	Source string
	// Calls are the names of the calls.
	Calls []string
	// Pattern is the filter.
	Pattern string
	// Citations are CFR sections of part 164 that it serves.
	Citations []string
}

// The provisions that alarms serve: to watch activity, and sign-in most of all.
var (
	activity = []string{"164.312(b)", "164.308(a)(1)(ii)(D)"}
	signIn   = []string{"164.308(a)(5)(ii)(C)", "164.312(b)"}
	accesses = []string{"164.312(b)", "164.308(a)(4)(ii)(C)"}
)

// All lists every alarm, in the order of the benchmark; ours come last.
func All() []Alarm {
	return []Alarm{
		{Name: "denied-calls", What: "calls that AWS denies", CIS: "4.1", Citations: activity,
			Pattern: `{ (($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")) && ($.sourceIPAddress != "delivery.logs.amazonaws.com") && ($.eventName != "HeadBucket") }`},
		{Name: "sign-in-without-mfa", What: "console sign-ins without a second factor", CIS: "4.2", Citations: append(slices.Clone(signIn), "164.312(d)"),
			Pattern: `{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }`},
		{Name: "root-use", What: "the use of the root user", CIS: "4.3", Citations: append(slices.Clone(activity), "164.312(a)(2)(i)"),
			Pattern: `{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }`},
		calls("iam-change", "changes to IAM policies", "4.4", accesses, "iam", true, "DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy "+
			"PutUserPolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy"),
		calls("trail-change", "changes to the audit trail", "4.5", activity, "cloudtrail", true, "CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging"),
		{Name: "failed-sign-in", What: "failed console sign-ins", CIS: "4.6", Citations: signIn,
			Pattern: `{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }`},
		calls("key-disabled", "keys that are disabled or deleted", "4.7", []string{"164.312(a)(2)(iv)", "164.312(b)"}, "kms", false, "DisableKey ScheduleKeyDeletion"),
		calls("bucket-policy-change", "changes to bucket policies", "4.8", accesses, "s3", false, "PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication "+
			"DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication"),
		calls("config-change", "changes to AWS Config", "4.9", activity, "config", false, "StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder"),
		calls("security-group-change", "changes to security groups", "4.10", activity, "ec2", true,
			"AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup ModifySecurityGroupRules"),
		calls("network-acl-change", "changes to network ACLs", "4.11", activity, "ec2", true, "CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation"),
		calls("gateway-change", "changes to network gateways", "4.12", activity, "ec2", true, "CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway"),
		calls("route-table-change", "changes to route tables", "4.13", activity, "ec2", true, "CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute DisassociateRouteTable"),
		calls("vpc-change", "changes to VPCs", "4.14", activity, "ec2", true, "CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection RejectVpcPeeringConnection"),
		calls("organizations-change", "changes to the organisation", "4.15", []string{"164.308(a)(1)(i)", "164.312(b)"}, "organizations", false, "AcceptHandshake AttachPolicy CreateAccount CreateOrganizationalUnit CreatePolicy DeclineHandshake "+
			"DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy DisablePolicyType EnablePolicyType InviteAccountToOrganization LeaveOrganization MoveAccount RemoveAccountFromOrganization UpdatePolicy UpdateOrganizationalUnit"),
		calls("role-change", "changes to roles, users and identity providers", "", accesses, "iam", false, "CreateRole DeleteRole UpdateAssumeRolePolicy PutRolePermissionsBoundary DeleteRolePermissionsBoundary CreateUser "+
			"CreateAccessKey CreateLoginProfile DeactivateMFADevice CreateSAMLProvider UpdateSAMLProvider CreateOpenIDConnectProvider UpdateAccountPasswordPolicy"),
		BreakGlass(nil, nil),
	}
}

// Lookup returns the alarm with this name.
func Lookup(name string) (Alarm, bool) {
	for _, a := range All() {
		if a.Name == name {
			return a, true
		}
	}
	return Alarm{}, false
}

// BreakGlass is the alarm on the use of these roles (ARNs, or patterns of them)
// and users (names); of all whose name says what they are for, where none is given.
func BreakGlass(roles, users []string) Alarm {
	if len(roles)+len(users) == 0 {
		roles = []string{"*break-glass*"}
	}
	var parts []string
	if len(roles) > 0 {
		parts = append(parts, `($.eventName = "AssumeRole*") && `+either("$.requestParameters.roleArn", roles))
	}
	if len(users) > 0 {
		parts = append(parts, either("$.userIdentity.userName", users)+` && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != "AwsServiceEvent")`)
	}
	pattern := parts[0]
	if len(parts) > 1 {
		pattern = "(" + strings.Join(parts, ") || (") + ")"
	}
	return Alarm{Name: "break-glass-use", What: "the use of break-glass access", Citations: []string{"164.312(a)(2)(ii)", "164.312(b)"}, Pattern: "{ " + pattern + " }"}
}

// either asks a field for any of the values.
func either(field string, values []string) string {
	var parts []string
	for _, v := range values {
		parts = append(parts, "("+field+` = "`+v+`")`)
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return "(" + strings.Join(parts, " || ") + ")"
}

// calls counts calls by their names. unique says that the names are of one
// service, so that the filter need not ask for it.
func calls(name, what, cis string, citations []string, source string, unique bool, names string) Alarm {
	a := Alarm{Name: name, What: what, CIS: cis, Citations: citations, Source: source, Calls: strings.Fields(names)}
	var parts []string
	for _, call := range a.Calls {
		parts = append(parts, "($.eventName = "+call+")")
	}
	a.Pattern = strings.Join(parts, " || ")
	if !unique {
		a.Pattern = "($.eventSource = " + source + ".amazonaws.com) && (" + a.Pattern + ")"
	}
	a.Pattern = "{ " + a.Pattern + " }"
	return a
}
