// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// guardrail-missing asks whether a role of some member account, to which its
// account allows everything, may do what no account should. The guardrails are
// those of the configuration file, and of a plan that manages control policies.
var _ = register(&Rule{
	Name:     "guardrail-missing",
	Title:    "No guardrail holds an administrator back",
	Severity: medium,
	Description: "Whoever takes over an administrator of one account can blind it before doing anything else, or take the account out of the organisation. " +
		"Only a policy from above holds there, whatever the account itself allows.",
	Citations: []string{"164.308(a)(1)(i)", "164.308(a)(4)(ii)(C)", "164.312(b)"},
	NIST:      []string{"AC-3", "AC-6", "AU-9"},
	Fix:       "Deny the actions in a service control policy, with an exemption for one role at most.",
	Bad: `resource "aws_organizations_policy" "guardrails" {
  name = "guardrails"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "ec2:*", Resource = "*" }]
  })
}`,
	Good: `resource "aws_organizations_policy" "guardrails" {
  name = "guardrails"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Deny"
      Action = [
        "cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "guardduty:DeleteDetector", "config:StopConfigurationRecorder",
        "config:DeleteConfigurationRecorder", "organizations:LeaveOrganization",
      ]
      Resource = "*"
    }]
  })
}`,
	find: func(c *checker, side *account.Account) []*violation {
		chosen := len(side.SCP) > 0
		if chosen && side != c.change.After {
			return nil // what the configuration lacks is not of this change's making
		}
		var levels [][]*policy.Document
		for _, l := range side.SCP {
			var docs []*policy.Document
			for _, d := range l {
				if d.Policy != nil {
					docs = append(docs, d.Policy)
				}
			}
			levels = append(levels, open(docs, policy.SCP))
		}
		var own []*policy.Document
		for _, g := range side.Guardrails {
			switch {
			case g.Document.Kind != policy.SCP:
			case g.Document.Policy == nil:
				return nil // policy-undetermined says so
			default:
				own = append(own, g.Document.Policy)
			}
		}
		if len(own) == 0 && !chosen {
			return nil
		}
		if len(own) > 0 {
			levels = append(levels, append(own, account.FullAccess(policy.SCP)))
		}
		all, _ := policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`), policy.Identity)
		access := &decide.Access{Policies: policy.Policies{Identity: []*policy.Document{all}, SCP: levels}}
		var out []*violation
		access.Principal, _ = policy.ParsePrincipal(someRole)
		untagged := withoutTags(levels)
		for _, p := range protections {
			a := decide.Grants(access, decide.Question{Actions: p.actions, Conditions: untagged}, decide.Options{})
			switch a.Result {
			case decide.Undetermined:
				if side == c.change.After {
					c.questions = append(c.questions, Undetermined{Reason: "whether guardrail-missing is broken for " + p.name + ": " + a.Reason, SettledBy: a.SettledBy})
				}
			case decide.Yes:
				r := &rewritten{effect: "Deny", resource: []string{`"*"`}}
				for _, action := range p.actions {
					r.action = append(r.action, hclQuoted(action))
				}
				v := &violation{
					mend: instead(r),
					key:  p.name, part: p.name, meaning: []string{p.name, a.Witness.Action}, witness: witness(nil, a.Witness),
					message: fmt.Sprintf("No guardrail keeps an administrator of a member account from %s: %s is let through.", p.what, a.Witness.Action),
				}
				if !chosen {
					v.severity = low
				}
				out = append(out, v)
			}
		}
		return out
	},
})

// someRole is a role that no exemption names.
const someRole = "arn:aws:iam::111122223333:role/4f1c9f0d-some-role"

// withoutTags says that whoever asks has none of the tags by which policies exempt somebody.
func withoutTags(levels [][]*policy.Document) []*policy.Condition {
	var out []*policy.Condition
	seen := map[string]bool{}
	for _, docs := range levels {
		for _, d := range docs {
			for _, s := range d.Statements {
				for _, k := range s.Conditions {
					if key := k.LowerKey(); strings.HasPrefix(key, "aws:principaltag/") && !seen[key] {
						seen[key] = true
						out = append(out, condition("Null", key, "true"))
					}
				}
			}
		}
	}
	return out
}

// protections are what no account should be able to do.
// Source: AWS samples of service control policies, and the AWS landing zone for
// healthcare, which agree on these.
var protections = []struct {
	name, what string
	actions    []string
}{
	{"audit", "stopping the audit trail", []string{"cloudtrail:StopLogging", "cloudtrail:DeleteTrail"}},
	{"detection", "turning detection off", []string{"guardduty:DeleteDetector", "config:StopConfigurationRecorder", "config:DeleteConfigurationRecorder"}},
	{"leaving", "taking the account out of the organisation", []string{"organizations:LeaveOrganization"}},
}
