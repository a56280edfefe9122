// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import (
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// withoutFactor are the conditions on who acts as a role: the credentials of a role's
// session never tell of a second factor.
// Source: IAM user guide, "Configuring MFA-protected API access": temporary
// credentials returned by AssumeRole do not include MFA information.
var withoutFactor = []*policy.Condition{
	condition("BoolIfExists", "aws:MultiFactorAuthPresent", "false"), condition("Null", "aws:MultiFactorAuthAge", "true"),
}

func condition(operator, key string, values ...string) *policy.Condition {
	c, _ := policy.NewCondition(operator, key, values...)
	return c
}

// assume asks whether a principal may assume a role, by its own policies and
// the role's trust.
func (a *Account) assume(p, role *Principal) decide.Answer {
	if role.Trust == nil || role.Trust.Policy == nil {
		return decide.Answer{}
	}
	q := decide.Question{Actions: []string{"sts:AssumeRole"}, Resources: role.ResourcePatterns()}
	if p.Kind == Role {
		q.Conditions = withoutFactor
	}
	return p.grants(role.Trust.Policy, role.Account, q)
}

// grants asks what the principal may do with something of an account, or of its own
// where that is empty, on which a resource policy bears, or none. The policy may
// name the principal by reference or by the ARN that it will have.
func (p *Principal) grants(resource *policy.Document, owner string, q decide.Question) decide.Answer {
	var unsure decide.Answer
	for _, who := range p.subjects() {
		access := p.Access()
		access.Resource = resource
		if resource != nil {
			access.Principal = who
		}
		if who.Account != "" {
			access.ResourceAccount = owner
		} else if who.ID != "" { // it is made beside what it asks for
			access.Principal.Account = owner
		}
		switch a := decide.Grants(access, q, decide.Options{}); {
		case a.Result == decide.Yes:
			return a
		case a.Result == decide.Undetermined:
			unsure = a
		case resource == nil:
			return a
		}
	}
	return unsure
}

// subjects are the principals that this one may be to a policy: see Subject. One
// whose ARN is not known until apply has that of its name as well.
func (p *Principal) subjects() []policy.Principal {
	if p.ARN == "" && p.Address == "" && p.Name == "" {
		return []policy.Principal{{}} // nobody in particular
	}
	out := []policy.Principal{p.Subject()}
	if p.ARN != "" || p.Name == "" || p.Account == "" || p.Kind != Role && p.Kind != User {
		return out
	}
	path := p.Path
	if path == "" {
		path = "/"
	}
	if named, err := policy.ParsePrincipal("arn:aws:iam::" + p.Account + ":" + string(p.Kind) + path + p.Name); err == nil {
		out = append(out, named)
	}
	return out
}
