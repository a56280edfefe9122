// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// guardrail makes a control policy of these statements, attached to each target.
func guardrail(t *testing.T, name, statements string, kind policy.Kind, targets ...string) *account.Guardrail {
	t.Helper()
	d := document(t, "aws_organizations_policy."+name, `{"Version":"2012-10-17","Statement":[`+statements+`]}`, kind)
	d.Attribute, d.Name = "content", name
	g := &account.Guardrail{Document: d}
	for _, id := range targets {
		g.Targets = append(g.Targets, account.GuardrailTarget{Address: "aws_organizations_policy_attachment." + name + "_" + id, ID: id})
	}
	return g
}

func organised(list ...*account.Guardrail) *account.Account {
	a := &account.Account{Guardrails: list}
	for _, g := range list {
		a.Documents = append(a.Documents, g.Document)
	}
	return a
}

const (
	denyAudit = `{"Effect":"Deny","Action":["cloudtrail:StopLogging","cloudtrail:DeleteTrail"],"Resource":"*"}`
	denyRest  = `{"Effect":"Deny","Action":["guardduty:DeleteDetector","config:StopConfigurationRecorder","config:DeleteConfigurationRecorder","organizations:LeaveOrganization"],"Resource":"*"}`
)

func TestGuardrailWeakened(t *testing.T) {
	const at, attachment = "aws_organizations_policy.g", "aws_organizations_policy_attachment.g_r-abcd"
	whole := guardrail(t, "g", denyAudit, policy.SCP, "r-abcd")
	with := func(statements string) *account.Account {
		return organised(guardrail(t, "g", statements, policy.SCP, "r-abcd"))
	}
	found := []string{"introduced high " + at}
	moved := guardrail(t, "g", denyAudit, policy.SCP, "r-abcd")
	moved.Document.Address, moved.Document.PreviousAddress = "module.m."+at, at
	control := res(t, "aws_controltower_control.c", `{}`)
	org := func(types string) *account.Account {
		return having(res(t, "aws_organizations_organization.o", `{"enabled_policy_types":[`+types+`]}`))
	}
	allowList := guardrail(t, "g", `{"Effect":"Allow","Action":["s3:*","ec2:*"],"Resource":"*"}`, policy.SCP, "r-abcd")
	judgeResources(t, "guardrail-weakened", map[string]resourceCase{
		"as it was":                     {before: organised(whole), after: organised(whole)},
		"removed":                       {before: organised(whole), after: organised(), want: found},
		"attached to nothing, removed":  {before: organised(guardrail(t, "g", denyAudit, policy.SCP)), after: organised(), want: found},
		"attached to nothing, loosened": {before: organised(guardrail(t, "g", denyAudit, policy.SCP)), after: organised(guardrail(t, "g", denyRest, policy.SCP)), want: found},
		"attached to nothing":           {before: organised(guardrail(t, "g", denyAudit, policy.SCP)), after: organised(guardrail(t, "g", denyAudit+","+denyRest, policy.SCP))},
		"detached":                      {before: organised(whole), after: organised(guardrail(t, "g", denyAudit, policy.SCP)), want: []string{"introduced high " + attachment}},
		"less":                          {before: organised(whole), after: with(`{"Effect":"Deny","Action":"cloudtrail:StopLogging","Resource":"*"}`), want: found},
		"a condition":                   {before: organised(whole), after: with(`{"Effect":"Deny","Action":["cloudtrail:StopLogging","cloudtrail:DeleteTrail"],"Resource":"*","Condition":{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/admin*"}}}`), want: found},
		"more":                          {before: organised(whole), after: with(`{"Effect":"Deny","Action":"cloudtrail:*","Resource":"*"}`)},
		"in other words":                {before: organised(whole), after: with(`{"Effect":"Deny","Action":"CLOUDTRAIL:stoplogging","Resource":"*"},{"Effect":"Deny","Action":"cloudtrail:DeleteTrail","Resource":["*"]}`)},
		"moved":                         {before: organised(whole), after: organised(moved)},
		"moved to another policy":       {before: organised(whole), after: organised(guardrail(t, "h", denyAudit, policy.SCP, "r-abcd"))},
		"moved to another unit":         {before: organised(whole), after: organised(guardrail(t, "h", denyAudit, policy.SCP, "ou-1")), want: found},
		"it limited nothing":            {before: with(`{"Effect":"Allow","Action":"*","Resource":"*"}`), after: organised()},
		"an allow list, removed":        {before: organised(allowList), after: organised(), want: found},
		"an allow list, longer":         {before: organised(allowList), after: with(`{"Effect":"Allow","Action":["s3:*","ec2:*","iam:*"],"Resource":"*"}`), want: found},
		"resource control policy":       {before: organised(guardrail(t, "g", `{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"BoolIfExists":{"aws:SecureTransport":"false"}}}`, policy.RCP, "r-abcd")), after: organised(), want: found},
		"Control Tower":                 {before: having(control), after: having(), want: []string{"introduced high aws_controltower_control.c"}},
		"Control Tower stays":           {before: having(control), after: having(control)},
		"policy type off":               {before: org(`"SERVICE_CONTROL_POLICY"`), after: org(``), want: []string{"introduced high aws_organizations_organization.o"}},
		"policy type on":                {before: org(``), after: org(`"SERVICE_CONTROL_POLICY"`)},
	})
}

func TestGuardrailMissing(t *testing.T) {
	given := func(levels ...string) *account.Account {
		a := having()
		for _, statements := range levels {
			d := document(t, "", `{"Version":"2012-10-17","Statement":[`+statements+`]}`, policy.SCP)
			a.SCP = append(a.SCP, []*account.Document{d})
		}
		return a
	}
	one, two, three := []string{"introduced medium"}, []string{"introduced medium", "introduced medium"}, []string{"introduced medium", "introduced medium", "introduced medium"}
	judgeResources(t, "guardrail-missing", map[string]resourceCase{
		"no guardrails at hand": {after: having()},
		"all there":             {after: given(denyAudit + "," + denyRest)},
		"over two levels":       {after: given(denyAudit, denyRest)},
		"the audit trail only":  {after: given(denyAudit), want: two},
		"all but the trail":     {after: given(denyRest), want: one},
		"nothing denied":        {after: given(`{"Effect":"Allow","Action":"*","Resource":"*"}`), want: three},
		"in other words":        {after: given(`{"Effect":"Deny","NotAction":["s3:*","ec2:*","iam:*"],"Resource":"*"}`)},
		"only some services":    {after: given(`{"Effect":"Allow","Action":["s3:*","ec2:*"],"Resource":"*"}`)},
		"but for one role":      {after: given(`{"Effect":"Deny","Action":["cloudtrail:*","guardduty:*","config:*","organizations:*"],"Resource":"*","Condition":{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/pipeline"}}}`)},
		"but for every role":    {after: given(`{"Effect":"Deny","Action":["cloudtrail:*","guardduty:*","config:*","organizations:*"],"Resource":"*","Condition":{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/*"}}}`), want: three},
		"but for a tag":         {after: given(`{"Effect":"Deny","Action":["cloudtrail:*","guardduty:*","config:*","organizations:*"],"Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalTag/exempt":"true"}}}`)},
		"only for root":         {after: given(`{"Effect":"Deny","Action":["cloudtrail:*"],"Resource":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"}}},` + denyRest), want: one},
		"in the plan":           {after: organised(guardrail(t, "g", denyAudit+","+denyRest, policy.SCP, "r-abcd"))},
		"in the plan, not all":  {after: organised(guardrail(t, "g", denyRest, policy.SCP, "r-abcd")), want: []string{"introduced low"}},
		"in the plan, as before": {before: organised(guardrail(t, "g", denyRest, policy.SCP, "r-abcd")), after: organised(guardrail(t, "g", denyRest, policy.SCP, "r-abcd")),
			want: []string{"existing low"}},
	})
}
