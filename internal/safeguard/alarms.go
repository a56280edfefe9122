// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// suggestedAlarms are asked for, at low severity, where the organisation has not
// said which alarms it wants.
var suggestedAlarms = []string{"failed-sign-in", "root-use", "iam-change", "sign-in-without-mfa"}

// alarm is something of which somebody has to be told, as the CloudTrail events
// that it comes with.
type alarm struct {
	// what completes "Nobody is told of …".
	what string
	// events all have to be counted, or any one of them where any is set.
	events []map[string]any
	any    bool
	// pattern is a filter that counts them.
	pattern string
}

// alarmOf returns the alarm of this name for a side; nil for a name that is none.
// Source of the lists: CIS AWS Foundations Benchmark 5.0, section 4, whose
// patterns match the events; role-change and break-glass-use are our own.
func alarmOf(side *account.Account, name string) *alarm {
	switch name {
	case "denied-calls":
		denied := func(source, call, code string) map[string]any {
			e := event(source, call)
			e["errorCode"], e["errorMessage"] = code, "User is not authorized"
			return e
		}
		return &alarm{
			what:    "calls that AWS denies",
			events:  []map[string]any{denied("dynamodb", "Scan", "AccessDenied"), denied("ssm", "GetParameter", "AccessDeniedException"), denied("ec2", "RunInstances", "Client.UnauthorizedOperation")},
			pattern: `{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }`,
		}
	case "sign-in-without-mfa":
		e := signIn("Success")
		e["additionalEventData"] = map[string]any{"MFAUsed": "No", "LoginTo": "https://console.aws.amazon.com/", "MobileVersion": "No"}
		return &alarm{
			what: "console sign-ins without a second factor", events: []map[string]any{e},
			pattern: `{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }`,
		}
	case "root-use":
		e := event("ec2", "DescribeInstances")
		e["userIdentity"] = map[string]any{"type": "Root", "principalId": "123456789012", "arn": "arn:aws:iam::123456789012:root", "accountId": "123456789012"}
		return &alarm{
			what: "the use of the root user", events: []map[string]any{e},
			pattern: `{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }`,
		}
	case "failed-sign-in":
		e := signIn("Failure")
		e["errorMessage"] = "Failed authentication"
		return &alarm{
			what: "failed console sign-ins", events: []map[string]any{e},
			pattern: `{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }`,
		}
	case "break-glass-use":
		return breakGlass(side)
	}
	if l, ok := alarmLists[name]; ok {
		return l.alarm()
	}
	return nil
}

// list is an alarm on the calls of these names.
type list struct {
	what, source, names string
	// unique says that the names are of one service, so that a filter need not ask for it.
	unique bool
}

var alarmLists = map[string]list{
	"iam-change": {what: "changes to IAM policies", source: "iam", unique: true, names: "DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy " +
		"PutUserPolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy"},
	"trail-change": {what: "changes to the audit trail", source: "cloudtrail", unique: true, names: "CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging"},
	"key-disabled": {what: "keys that are disabled or deleted", source: "kms", names: "DisableKey ScheduleKeyDeletion"},
	"bucket-policy-change": {what: "changes to bucket policies", source: "s3", names: "PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication " +
		"DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication"},
	"config-change":         {what: "changes to AWS Config", source: "config", names: "StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder"},
	"security-group-change": {what: "changes to security groups", source: "ec2", unique: true, names: "AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup"},
	"network-acl-change":    {what: "changes to network ACLs", source: "ec2", unique: true, names: "CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation"},
	"gateway-change":        {what: "changes to network gateways", source: "ec2", unique: true, names: "CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway"},
	"route-table-change":    {what: "changes to route tables", source: "ec2", unique: true, names: "CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute DisassociateRouteTable"},
	"vpc-change":            {what: "changes to VPCs", source: "ec2", unique: true, names: "CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection RejectVpcPeeringConnection"},
	"organizations-change": {what: "changes to the organisation", source: "organizations", names: "AcceptHandshake AttachPolicy CreateAccount CreateOrganizationalUnit CreatePolicy DeclineHandshake " +
		"DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy DisablePolicyType EnablePolicyType InviteAccountToOrganization LeaveOrganization MoveAccount RemoveAccountFromOrganization UpdatePolicy UpdateOrganizationalUnit"},
	"role-change": {what: "changes to roles, users and identity providers", source: "iam", names: "CreateRole DeleteRole UpdateAssumeRolePolicy PutRolePermissionsBoundary DeleteRolePermissionsBoundary CreateUser " +
		"CreateAccessKey CreateLoginProfile DeactivateMFADevice CreateSAMLProvider UpdateSAMLProvider CreateOpenIDConnectProvider UpdateAccountPasswordPolicy"},
}

func (l list) alarm() *alarm {
	a := &alarm{what: l.what}
	var parts []string
	for _, name := range strings.Fields(l.names) {
		a.events = append(a.events, event(l.source, name))
		parts = append(parts, "($.eventName = "+name+")")
	}
	a.pattern = strings.Join(parts, " || ")
	if !l.unique {
		a.pattern = "($.eventSource = " + l.source + ".amazonaws.com) && (" + a.pattern + ")"
	}
	a.pattern = "{ " + a.pattern + " }"
	return a
}

// breakGlass is the use of the roles of the plan that are for emergencies, or of
// some role or user with a name for them.
func breakGlass(side *account.Account) *alarm {
	a := &alarm{what: "the use of break-glass access", pattern: `{ ($.eventName = AssumeRole) && ($.requestParameters.roleArn = "*break-glass*") }`}
	for _, p := range side.Principals {
		name := strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(p.Name))
		if p.Kind == account.Role && p.ARN != "" && !p.Hidden && (p.Template != nil && p.Template.Name == "break_glass" || strings.Contains(name, "breakglass")) {
			a.events = append(a.events, assumesRole(p.ARN))
			a.pattern = `{ ($.eventName = AssumeRole) && ($.requestParameters.roleArn = "` + p.ARN + `") }`
		}
	}
	if a.events == nil {
		e := event("ec2", "DescribeInstances")
		e["userIdentity"] = map[string]any{"type": "IAMUser", "userName": "breakGlassUser01", "arn": "arn:aws:iam::123456789012:user/breakGlassUser01"}
		a.events, a.any = []map[string]any{
			assumesRole("arn:aws:iam::123456789012:role/break-glass"), assumesRole("arn:aws:iam::123456789012:role/break_glass"), assumesRole("arn:aws:iam::123456789012:role/BreakGlass"), e,
		}, true
	}
	return a
}

func assumesRole(role string) map[string]any {
	e := event("sts", "AssumeRole")
	e["requestParameters"] = map[string]any{"roleArn": role, "roleSessionName": "incident"}
	return e
}

// event is what CloudTrail writes of a call by a role, as far as filters ask.
// Source: AWS, CloudTrail user guide, CloudTrail record contents.
func event(source, name string) map[string]any {
	return map[string]any{
		"eventVersion": "1.11", "eventTime": "2026-11-23T12:00:00Z", "eventSource": source + ".amazonaws.com", "eventName": name, "eventType": "AwsApiCall",
		"eventCategory": "Management", "managementEvent": true, "readOnly": false, "awsRegion": "us-east-1", "recipientAccountId": "123456789012",
		"sourceIPAddress": "203.0.113.7", "userAgent": "aws-cli/2.0", "requestParameters": map[string]any{}, "responseElements": nil,
		"userIdentity": map[string]any{
			"type": "AssumedRole", "principalId": "AROAEXAMPLE:jane", "arn": "arn:aws:sts::123456789012:assumed-role/operator/jane", "accountId": "123456789012",
			"sessionContext": map[string]any{"attributes": map[string]any{"mfaAuthenticated": "false"}, "sessionIssuer": map[string]any{"type": "Role", "userName": "operator"}},
		},
	}
}

// signIn is what CloudTrail writes of an IAM user who signs in to the console.
// Source: AWS, CloudTrail user guide, AWS Management Console sign-in events.
func signIn(outcome string) map[string]any {
	e := event("signin", "ConsoleLogin")
	e["eventType"] = "AwsConsoleSignIn"
	e["userIdentity"] = map[string]any{"type": "IAMUser", "principalId": "AIDAEXAMPLE", "accountId": "123456789012", "arn": "arn:aws:iam::123456789012:user/jane", "userName": "jane"}
	e["responseElements"] = map[string]any{"ConsoleLogin": outcome}
	e["additionalEventData"] = map[string]any{"MFAUsed": "Yes", "LoginTo": "https://console.aws.amazon.com/", "MobileVersion": "No"}
	return e
}

// routine are events of every day. What counts all of them tells nobody anything.
func routine() []map[string]any {
	read := event("s3", "ListBuckets")
	read["readOnly"] = true
	return []map[string]any{read, event("ec2", "DescribeInstances"), event("lambda", "ListFunctions")}
}
