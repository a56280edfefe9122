// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package guardrail

import (
	"fmt"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// necessity is a request without which an account cannot be run. However the
// guardrails and their arguments are chosen, it has to be let through.
type necessity struct {
	what, action, resource string
	principal              policy.Principal
	context                map[string][]string
}

const (
	memberAccount = "111122223333"
	memberRole    = "arn:aws:iam::" + memberAccount + ":role/4f1c9f0d-some-role"
)

// necessities lists the requests for guardrails with these arguments.
func necessities(a Arguments) []necessity {
	role, _ := policy.ParsePrincipal("arn:" + a.partition() + ":iam::" + memberAccount + ":role/4f1c9f0d-some-role")
	region := "us-east-1"
	if len(a.Regions) > 0 {
		region = a.Regions[0]
	}
	organization := a.OrganizationID
	if organization == "" {
		organization = "o-someorganization"
	}
	as := func(what, action, resource, region string) necessity {
		return necessity{what: what, action: action, resource: resource, principal: role, context: map[string][]string{
			"aws:SecureTransport": {"true"}, "aws:RequestedRegion": {region}, "aws:PrincipalOrgID": {organization}, "aws:PrincipalIsAWSService": {"false"},
		}}
	}
	arn := "arn:" + a.partition() + ":"
	saml := as("signing in through an identity provider", "sts:AssumeRoleWithSAML", arn+"iam::"+memberAccount+":role/clinician", region)
	saml.principal = policy.FederatedPrincipal(arn + "iam::" + memberAccount + ":saml-provider/Workforce")
	saml.context = map[string][]string{"aws:SecureTransport": {"true"}, "aws:RequestedRegion": {region}, "aws:PrincipalIsAWSService": {"false"}}
	trail := as("writing the audit trail", "s3:PutObject", arn+"s3:::audit/AWSLogs/1", region)
	trail.principal = policy.ServicePrincipal("cloudtrail.amazonaws.com")
	trail.context = map[string][]string{
		"aws:SecureTransport": {"true"}, "aws:RequestedRegion": {region}, "aws:PrincipalIsAWSService": {"true"}, "aws:SourceOrgID": {organization}, "aws:SourceAccount": {memberAccount},
	}
	session := as("a root session that the management account opened", "s3:DeleteBucketPolicy", arn+"s3:::records", region)
	session.principal, _ = policy.ParsePrincipal(arn + "iam::" + memberAccount + ":root")
	session.context["aws:AssumedRoot"] = []string{"true"}
	return []necessity{
		as("seeing who one is", "iam:GetRole", memberRole, "us-east-1"),
		as("changing a policy of one's own", "iam:CreatePolicy", arn+"iam::"+memberAccount+":policy/team", "us-east-1"),
		as("changing to another role", "sts:AssumeRole", arn+"iam::"+memberAccount+":role/operator", region),
		as("asking AWS for help", "support:CreateCase", "*", "us-east-1"),
		as("seeing the organisation", "organizations:DescribeOrganization", "*", "us-east-1"),
		as("signing in to the console", "signin:ListTrustedIdentityPropagationApplicationsForConsole", "*", "us-east-1"),
		as("paying", "payments:GetPaymentInstrument", "*", "us-east-1"),
		as("reading the audit trail", "cloudtrail:LookupEvents", "*", region),
		as("reading a record", "s3:GetObject", arn+"s3:::records/1", region),
		as("opening a record's key", "kms:Decrypt", arn+"kms:"+region+":"+memberAccount+":key/1", region),
		as("reading what the software runs with", "secretsmanager:GetSecretValue", arn+"secretsmanager:"+region+":"+memberAccount+":secret:db-AbCdEf", region),
		saml, trail, session,
	}
}

// lockout returns the problem of the first request that has to be let through and
// is not, nil where there is none.
func lockout(kind policy.Kind, names []string, a Arguments, documents []string) *Problem {
	docs := []*policy.Document{full(kind)}
	for _, text := range documents {
		d, problems := policy.Parse([]byte(text), kind)
		if len(problems) > 0 {
			return &Problem{Argument: Guardrails, Index: -1, Message: fmt.Sprintf("AWS would refuse the document: %s", problems[0].Message)}
		}
		docs = append(docs, d)
	}
	for _, n := range necessities(a) {
		d := policy.Evaluate(policies(kind, n, docs), &policy.Request{Principal: n.principal, Action: n.action, Resource: n.resource, ResourceAccount: memberAccount, Context: n.context})
		if d.Result == policy.Allowed {
			continue
		}
		by := ""
		for _, m := range d.Statements {
			by = m.Sid
		}
		at := Guardrails
		for _, name := range names {
			for _, s := range Lookup(kind, name).Statements(a) {
				if g := Lookup(kind, name); s.Sid == by {
					at = culprit(g, a)
					if slices.Contains(g.Takes, RemoveServices) && len(a.RemoveServices) > 0 {
						at = RemoveServices
					}
				}
			}
		}
		return &Problem{Argument: at, Index: -1, Message: fmt.Sprintf("the guardrails would lock the organisation out: %s (%s) is denied by the statement %s", n.what, n.action, by)}
	}
	return nil
}

// policies are an administrator's, a service's or a sign-in's beside the guardrails:
// all that is not theirs to decide is allowed.
func policies(kind policy.Kind, n necessity, guardrails []*policy.Document) *policy.Policies {
	out := &policy.Policies{ResourceNotAtHand: true}
	if n.principal.HasIdentity() {
		out.Identity = []*policy.Document{mustParse(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`, policy.Identity)}
	}
	if n.resource != "*" {
		out.Resource = mustParse(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`, policy.Resource)
	}
	if kind == policy.SCP {
		out.SCP = [][]*policy.Document{guardrails}
	} else {
		out.RCP = [][]*policy.Document{guardrails}
	}
	return out
}

// full is the policy that AWS attaches everywhere.
func full(kind policy.Kind) *policy.Document {
	if kind == policy.RCP {
		return mustParse(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`, kind)
	}
	return mustParse(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`, kind)
}

func mustParse(text string, kind policy.Kind) *policy.Document {
	d, _ := policy.Parse([]byte(text), kind)
	return d
}
