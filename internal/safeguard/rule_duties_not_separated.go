// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// dutiesNotSeparated: a principal breaks it when it holds both sides of a pair:
// administers a key and decrypts with the same key; stops or cuts the audit trail
// and operates what the trail records; reads PHI and changes other identities.
// What AWS itself grants its services is left out; see chosen.
var _ = register(&Rule{
	Name:     "duties-not-separated",
	Title:    "One principal holds duties that check each other",
	Severity: high,
	Description: "Separated duties mean that nobody can do harm and hide it alone: who gives access does not use it, who keeps the record is not in it, who guards a key does not open with it. " +
		"A principal with both sides, or whoever steals it, needs no accomplice and leaves no second pair of eyes.",
	Citations: []string{"164.308(a)(3)(i)", "164.308(a)(4)(i)", "164.312(a)(1)", "164.312(b)", "164.312(a)(2)(iv)"},
	NIST:      []string{"AC-5", "AC-6", "AU-9"},
	Fix:       "Split the role: one for each duty, assumed by different people. A Deny of the other side in each, or in its boundary, keeps them apart whatever is attached later.",
	Bad: `resource "aws_iam_role_policy" "keys" {
  role = aws_iam_role.keys.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:Decrypt"]
      Resource = aws_kms_key.phi.arn
    }]
  })
}`,
	Good: `resource "aws_iam_role_policy" "keys" {
  role = aws_iam_role.keys.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:DescribeKey"]
      Resource = aws_kms_key.phi.arn
    }]
  })
}`,
	here: func(_ *checker, v *violation) string {
		// the side that fewer need goes
		away := map[string][]string{"keys": keyUse, "audit": tampering.Actions, "identities": identityAdministration}
		var actions []string
		for _, name := range v.reached {
			actions = append(actions, away[name]...)
		}
		return v.withoutActions(actions)
	},
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range c.holders(side) {
			if v := c.duties(side, p); v != nil {
				out = append(out, v)
			}
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool {
		if !contains(before.reached, after.reached) {
			return true
		}
		return slices.ContainsFunc(after.asked, func(q decide.Question) bool { return allowsMore(before, after, q) })
	},
})

// Both sides of a key: its policy and its life, and what it opens.
var (
	keyAdministration = []string{"kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:DeleteImportedKeyMaterial"}
	keyUse            = []string{"kms:Decrypt", "kms:ReEncryptFrom"}
)

// operation are actions by which what runs and what is stored is operated: what
// an audit trail is there to record. Deploying tools, which make the trail too,
// are known by what they run, not by what they may call.
var operation = []string{
	"ec2:RunInstances", "ec2:TerminateInstances", "ec2:StopInstances", "ec2:ModifyInstanceAttribute", "ssm:StartSession", "ssm:SendCommand",
	"lambda:UpdateFunctionCode", "lambda:InvokeFunction", "ecs:RunTask", "ecs:UpdateService", "ecs:ExecuteCommand", "eks:UpdateClusterConfig",
	"rds:ModifyDBInstance", "rds:DeleteDBInstance", "rds-data:ExecuteStatement", "dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:DeleteTable",
}

// identityAdministration are the actions that make somebody else more than they were.
var identityAdministration = []string{
	"iam:CreateUser", "iam:CreateRole", "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile", "iam:AddUserToGroup",
	"iam:AttachUserPolicy", "iam:AttachRolePolicy", "iam:AttachGroupPolicy", "iam:PutUserPolicy", "iam:PutRolePolicy", "iam:PutGroupPolicy",
	"iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:UpdateAssumeRolePolicy", "iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary",
	"sso:CreateAccountAssignment", "sso:PutInlinePolicyToPermissionSet", "identitystore:CreateGroupMembership",
}

// duty is a pair of which one principal must not hold both sides.
type duty struct {
	name, says string
	// one and other are asked in pairs: both answers of a pair have to be yes.
	one, other []decide.Question
}

// pairs lists the pairs to ask a principal about.
func (c *checker) pairs(side *account.Account, p *account.Principal, access *decide.Access) []duty {
	keys := duty{name: "keys", says: "administer a key and decrypt with it"}
	for _, key := range keysAtHand(side, access) {
		keys.one = append(keys.one, decide.Question{Actions: keyAdministration, Resources: []string{key}})
		keys.other = append(keys.other, decide.Question{Actions: keyUse, Resources: []string{key}})
	}
	audit := duty{name: "audit", says: "stop or cut the audit trail and operate what it records"}
	audit.one, audit.other = []decide.Question{tampering}, []decide.Question{{Actions: operation}}
	identities := duty{name: "identities", says: "read PHI and administer identities"}
	for _, s := range c.phiOf(side) {
		for _, q := range s.questions(reads) {
			identities.one = append(identities.one, q)
			identities.other = append(identities.other, decide.Question{Actions: identityAdministration, NotResources: ownNames(p)})
		}
	}
	return []duty{keys, audit, identities}
}

// ownNames are the principal as a resource: what one may do to oneself, such as
// changing one's own access key, is no administration of others.
func ownNames(p *account.Principal) []string {
	out := p.ResourcePatterns()
	if p.Kind == account.User && p.Name != "" { // a policy may leave the account open
		out = append(out, "*user/"+p.Name, "*user/*/"+p.Name)
	}
	return out
}

// keysAtHand lists the keys to ask about: one that nobody names, those of the
// plan, and those that a policy of the principal names.
func keysAtHand(side *account.Account, access *decide.Access) []string {
	out := []string{"arn:*:kms:*:*:key/" + decide.Fresh}
	add := func(key string) {
		if !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	for _, d := range access.Identity {
		for _, s := range d.Statements {
			if s.Effect != policy.Allow || !speaksOf(s, "kms:Decrypt") && !speaksOf(s, "kms:PutKeyPolicy") && !speaksOf(s, "kms:ScheduleKeyDeletion") && !speaksOf(s, "kms:DisableKey") {
				continue
			}
			for _, r := range resourcesOf(d, s) {
				if !strings.ContainsAny(r, "*?") && maybeKey(r) {
					add(r)
				}
			}
		}
	}
	for _, key := range side.OfType("aws_kms_key") {
		if key.ARN != "" {
			add(key.ARN)
		}
	}
	return out
}

// maybeKey reports whether a resource may be a key: what is a resource of
// another service by its ARN is none, whatever actions are allowed on it.
func maybeKey(arn string) bool {
	parts := strings.SplitN(arn, ":", 4)
	return len(parts) < 4 || parts[0] != "arn" || parts[2] == "kms"
}

// duties judges one principal.
func (c *checker) duties(side *account.Account, p *account.Principal) *violation {
	access := chosen(p).Access()
	var both []duty
	var asked []decide.Question
	var first, doubt decide.Answer
	for _, d := range c.pairs(side, p, access) {
		for i := range d.one {
			one := decide.Grants(access, d.one[i], yesOrNo)
			if one.Result == decide.No {
				continue
			}
			other := decide.Grants(access, d.other[i], decide.Options{Plain: first.Result == decide.Yes})
			if other.Result == decide.No {
				continue
			}
			if one.Result == decide.Undetermined || other.Result == decide.Undetermined {
				doubt = one
				if other.Result == decide.Undetermined {
					doubt = other
				}
				continue
			}
			if first.Result != decide.Yes {
				first = other
			}
			both = append(both, d)
			asked = append(asked, d.one[i], d.other[i])
			break
		}
	}
	if len(both) == 0 {
		if doubt.Result == decide.Undetermined {
			c.unsure(side, "duties-not-separated", p, doubt)
		}
		return nil
	}
	var all decide.Question
	var says []string
	for _, d := range both {
		says = append(says, d.says)
	}
	for _, q := range asked {
		all.Actions = append(all.Actions, q.Actions...)
	}
	v := accessViolation(p, all, first, nil)
	v.asked = asked
	for _, d := range both {
		v.reached = append(v.reached, d.name)
	}
	v.message = fmt.Sprintf("%s %s%s.%s", may(p), strings.Join(says, "; and "), by(p, v.grants), notLimiting(p))
	return v
}
