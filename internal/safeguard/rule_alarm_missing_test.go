// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

const (
	aGroup     = "aws_cloudwatch_log_group.audit"
	aFilter    = "aws_cloudwatch_log_metric_filter.f"
	theAlarm   = "aws_cloudwatch_metric_alarm.a"
	cisRoot    = `{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }`
	cisFailed  = `{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }`
	cisNoMFA   = `{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }`
	cisIAM     = `{($.eventName=DeleteGroupPolicy)||($.eventName=DeleteRolePolicy)||($.eventName=DeleteUserPolicy)||($.eventName=PutGroupPolicy)||($.eventName=PutRolePolicy)||($.eventName=PutUserPolicy)||($.eventName=CreatePolicy)||($.eventName=DeletePolicy)||($.eventName=CreatePolicyVersion)||($.eventName=DeletePolicyVersion)||($.eventName=AttachRolePolicy)||($.eventName=DetachRolePolicy)||($.eventName=AttachUserPolicy)||($.eventName=DetachUserPolicy)||($.eventName=AttachGroupPolicy)||($.eventName=DetachGroupPolicy)}`
	alarmActs  = `{"alarm_name":"a","metric_name":"m","namespace":"audit","comparison_operator":"GreaterThanOrEqualToThreshold","threshold":1,"alarm_actions":["arn:aws:sns:us-east-1:123456789012:security"]}`
	alarmMutes = `{"alarm_name":"a","metric_name":"m","namespace":"audit","comparison_operator":"GreaterThanOrEqualToThreshold","threshold":1,"alarm_actions":[]}`
)

// filter makes a metric filter on the audit group that counts into the metric m.
func filter(t *testing.T, name, pattern string, unknown ...string) *account.Resource {
	t.Helper()
	p, err := json.Marshal(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return res(t, "aws_cloudwatch_log_metric_filter."+name, `{"pattern":`+string(p)+`,"log_group_name":"audit","metric_transformation":[{"name":"m","namespace":"audit","value":"1"}]}`, unknown...)
}

func demanding(alarms ...string) *config.Config {
	return &config.Config{Audit: config.Audit{Alarms: alarms}}
}

func TestAlarmMissing(t *testing.T) {
	trail := res(t, aTrail, `{"cloud_watch_logs_group_arn":"arn:aws:logs:us-east-1:123456789012:log-group:audit:*"}`)
	group, other := res(t, aGroup, `{"name":"audit"}`), res(t, "aws_cloudwatch_log_group.app", `{"name":"app"}`)
	alarm := res(t, theAlarm, alarmActs)
	with := func(more ...*account.Resource) *account.Account {
		return having(append([]*account.Resource{trail, group}, more...)...)
	}
	root := filter(t, "f", cisRoot)
	inApp := res(t, aFilter, `{"pattern":"{ $.userIdentity.type = \"Root\" }","log_group_name":"app","metric_transformation":[{"name":"m","namespace":"audit"}]}`)
	unknownPattern := res(t, aFilter, `{"log_group_name":"audit","metric_transformation":[{"name":"m","namespace":"audit"}]}`, "pattern")
	rootOnly := demanding("root-use")
	missing := []string{"introduced medium"}
	breakGlass := &account.Principal{Kind: account.Role, Address: "aws_iam_role.bg", Name: "hospital-break-glass", ARN: "arn:aws:iam::123456789012:role/hospital-break-glass", Path: "/"}
	inPlan := with(filter(t, "f", `{ $.requestParameters.roleArn = "*:role/emergency*" }`), alarm)
	inPlan.Principals = append(inPlan.Principals, breakGlass)
	told := with(filter(t, "f", `{ ($.eventName = AssumeRole) && ($.requestParameters.roleArn = "*break-glass*") }`), alarm)
	told.Principals = append(told.Principals, breakGlass)
	judgeResources(t, "alarm-missing", map[string]resourceCase{
		"nothing":                       {cfg: rootOnly, after: with(), want: missing},
		"told":                          {cfg: rootOnly, after: with(root, alarm)},
		"in other words":                {cfg: rootOnly, after: with(filter(t, "f", `{ ($.userIdentity.arn = "arn:aws:iam::*:root") }`), alarm)},
		"as text":                       {cfg: rootOnly, after: with(filter(t, "f", `":root"`), alarm)},
		"the wrong case":                {cfg: rootOnly, after: with(filter(t, "f", `{ $.userIdentity.type = "root" }`), alarm), want: missing},
		"turned around":                 {cfg: rootOnly, after: with(filter(t, "f", `{ $.userIdentity.type != "Root" }`), alarm), want: missing},
		"the words and not the meaning": {cfg: rootOnly, after: with(filter(t, "f", `{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy EXISTS }`), alarm), want: missing},
		"everything":                    {cfg: rootOnly, after: with(filter(t, "f", ``), alarm), want: missing},
		"nearly everything":             {cfg: rootOnly, after: with(filter(t, "f", `{ ($.userIdentity.type = "Root") || ($.eventName != "HeadBucket") }`), alarm), want: missing},
		"AWS refuses it":                {cfg: rootOnly, after: with(filter(t, "f", `{ $.userIdentity.type = Root && }`), alarm), want: missing},
		"no alarm":                      {cfg: rootOnly, after: with(root), want: missing},
		"alarm on another metric":       {cfg: rootOnly, after: with(root, res(t, theAlarm, strings.Replace(alarmActs, `"m"`, `"n"`, 1))), want: missing},
		"alarm in another space":        {cfg: rootOnly, after: with(root, res(t, theAlarm, strings.Replace(alarmActs, `"audit"`, `"other"`, 1))), want: missing},
		"alarm without actions":         {cfg: rootOnly, after: with(root, res(t, theAlarm, alarmMutes)), want: missing},
		"actions turned off":            {cfg: rootOnly, after: with(root, res(t, theAlarm, strings.Replace(alarmActs, `"threshold"`, `"actions_enabled":false,"threshold"`, 1))), want: missing},
		"alarm on less":                 {cfg: rootOnly, after: with(root, res(t, theAlarm, strings.Replace(alarmActs, "GreaterThanOrEqual", "LessThan", 1))), want: missing},
		"action of the plan":            {cfg: rootOnly, after: with(root, res(t, theAlarm, strings.Replace(alarmMutes, `"alarm_actions":[]`, `"x":1`, 1), "alarm_actions=aws_sns_topic.s.arn"))},
		"composed": {cfg: rootOnly, after: with(root, res(t, theAlarm, alarmMutes),
			res(t, "aws_cloudwatch_composite_alarm.c", `{"alarm_rule":"ALARM(a) OR ALARM(b)","alarm_actions":["arn:aws:sns:us-east-1:123456789012:security"]}`))},
		"by a query": {cfg: rootOnly, after: with(root, res(t, theAlarm,
			`{"alarm_name":"a","comparison_operator":"GreaterThanThreshold","metric_query":[{"id":"q","metric":[{"metric_name":"m","namespace":"audit"}]}],"alarm_actions":["arn:aws:sns:us-east-1:123456789012:s"]}`))},
		"in the logs of an application":  {cfg: rootOnly, after: with(other, inApp, alarm), want: missing},
		"in a group outside of the plan": {cfg: rootOnly, after: having(trail, inApp, alarm)},
		"pattern not known":              {cfg: rootOnly, after: with(unknownPattern, alarm), want: []string{"undetermined aws_cloudwatch_log_metric_filter.f"}},
		"pattern not known, no alarm":    {cfg: rootOnly, after: with(unknownPattern), want: missing},
		"!= of what may be absent":       {cfg: rootOnly, after: with(filter(t, "f", `{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy != "x" }`), alarm), want: []string{"undetermined aws_cloudwatch_log_metric_filter.f"}},
		"alarm taken away":               {cfg: rootOnly, before: with(root, alarm), after: with(root), want: missing},
		"as before":                      {cfg: rootOnly, before: with(root), after: with(root), want: []string{"existing medium"}},
		"given":                          {cfg: rootOnly, before: with(root), after: with(root, alarm), want: []string{"resolved medium"}},
		"four from CIS": {cfg: demanding("failed-sign-in", "root-use", "iam-change", "sign-in-without-mfa"),
			after: with(root, filter(t, "g", cisFailed), filter(t, "h", cisNoMFA), filter(t, "i", cisIAM), alarm)},
		"some of a list":                    {cfg: demanding("iam-change"), after: with(filter(t, "i", strings.Replace(cisIAM, "AttachRolePolicy", "AttachRolPolicy", 1)), alarm), want: missing},
		"one filter less":                   {cfg: demanding("iam-change"), before: with(filter(t, "i", cisIAM), alarm), after: with(filter(t, "i", `{ $.eventName = "*RolePolicy" }`), alarm), want: missing},
		"less of a list":                    {cfg: demanding("iam-change"), before: with(filter(t, "i", `{ $.eventName = "*Policy" }`), alarm), after: with(filter(t, "i", `{ $.eventName = "*RolePolicy" }`), alarm), want: missing},
		"a list over two":                   {cfg: demanding("iam-change"), after: with(filter(t, "i", `{ $.eventName = "*Policy" }`), filter(t, "j", `{ $.eventName = *PolicyVersion }`), alarm)},
		"not demanded":                      {cfg: demanding([]string{}...), after: with()},
		"nobody chose, no trail":            {after: having(res(t, aBucket, `{}`))},
		"nobody chose":                      {after: with(root, filter(t, "g", cisFailed), filter(t, "i", cisIAM), alarm), want: []string{"introduced low"}},
		"nothing there":                     {cfg: rootOnly, after: having()},
		"break-glass of the plan is missed": {cfg: demanding("break-glass-use"), after: inPlan, want: missing},
		"break-glass of the plan":           {cfg: demanding("break-glass-use"), after: told},
		"break-glass by any name":           {cfg: demanding("break-glass-use"), after: with(filter(t, "f", `{ $.userIdentity.userName = "breakGlassUser0*" }`), alarm)},
	})
}

// TestAlarms: every alarm that can be demanded is found missing, and told of by
// the filter that its finding offers, which parses.
func TestAlarms(t *testing.T) {
	for _, name := range config.Alarms {
		t.Run(name, func(t *testing.T) {
			find := func(a *account.Account) []safeguard.Finding {
				return safeguard.Judge(context.Background(), change(having(), a), demanding(name), now, safeguard.Options{Only: []string{"alarm-missing"}}).Findings
			}
			got := find(having(res(t, aGroup, `{"name":"audit"}`)))
			if len(got) != 1 || got[0].Address != "" || !strings.Contains(got[0].Message, name) {
				t.Fatal(got)
			}
			_, text, _ := strings.Cut(got[0].Remediation, "\n\n")
			file, diags := hclsyntax.ParseConfig([]byte(text), "fix", hcl.InitialPos)
			if diags.HasErrors() {
				t.Fatal(diags, text)
			}
			pattern := ""
			body, ok := file.Body.(*hclsyntax.Body)
			if !ok {
				t.Fatal(text)
			}
			for _, b := range body.Blocks {
				if a := b.Body.Attributes["pattern"]; a != nil {
					v, _ := a.Expr.Value(nil)
					pattern = v.AsString()
				}
			}
			f := filter(t, "f", pattern)
			if got := find(having(f, res(t, theAlarm, alarmActs))); len(got) != 0 {
				t.Error(pattern, got)
			}
		})
	}
	seen := map[string]bool{}
	for _, f := range safeguard.Judge(context.Background(), change(having(), having(res(t, aGroup, `{}`))), demanding(config.Alarms...), now, safeguard.Options{Only: []string{"alarm-missing"}}).Findings {
		if seen[f.Fingerprint] {
			t.Error("two findings are the same:", f.Message)
		}
		seen[f.Fingerprint] = true
	}
	if len(seen) != len(config.Alarms) {
		t.Error(fmt.Sprint(len(seen)))
	}
}
