// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/auditalarm"
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
func alarmOf(side *account.Account, name string) *alarm {
	known, ok := auditalarm.Lookup(name)
	if !ok {
		return nil
	}
	a := &alarm{what: known.What, pattern: known.Pattern}
	switch name {
	case "denied-calls":
		denied := func(source, call, code string) map[string]any {
			e := event(source, call)
			e["errorCode"], e["errorMessage"] = code, "User is not authorized"
			return e
		}
		a.events = []map[string]any{denied("dynamodb", "Scan", "AccessDenied"), denied("ssm", "GetParameter", "AccessDeniedException"), denied("ec2", "RunInstances", "Client.UnauthorizedOperation")}
	case "sign-in-without-mfa":
		e := signIn("Success")
		e["additionalEventData"] = map[string]any{"MFAUsed": "No", "LoginTo": "https://console.aws.amazon.com/", "MobileVersion": "No"}
		a.events = []map[string]any{e}
	case "root-use":
		e := event("ec2", "DescribeInstances")
		e["userIdentity"] = map[string]any{"type": "Root", "principalId": "123456789012", "arn": "arn:aws:iam::123456789012:root", "accountId": "123456789012"}
		a.events = []map[string]any{e}
	case "failed-sign-in":
		e := signIn("Failure")
		e["errorMessage"] = "Failed authentication"
		a.events = []map[string]any{e}
	case "break-glass-use":
		return breakGlass(side)
	default:
		for _, call := range known.Calls {
			// AWS put security group rules into this call later; benchmarks up to 4.0 do not count it.
			if call != "ModifySecurityGroupRules" {
				a.events = append(a.events, event(known.Source, call))
			}
		}
	}
	return a
}

// breakGlass is the use of the roles of the plan that are for emergencies, or of
// some role or user with a name for them.
func breakGlass(side *account.Account) *alarm {
	known := auditalarm.BreakGlass(nil, nil)
	a := &alarm{what: known.What, pattern: known.Pattern}
	var roles []string
	for _, p := range side.Principals {
		name := strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(p.Name))
		if p.Kind == account.Role && p.ARN != "" && !p.Hidden && (p.Template != nil && p.Template.Name == "break_glass" || strings.Contains(name, "breakglass")) {
			a.events = append(a.events, assumesRole(p.ARN))
			roles = append(roles, p.ARN)
		}
	}
	if roles != nil {
		a.pattern = auditalarm.BreakGlass(roles, nil).Pattern
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
