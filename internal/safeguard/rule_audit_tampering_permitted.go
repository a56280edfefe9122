// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
)

// tampering asks for actions that stop or cut the audit trail, on any trail, for
// those that stop the recorders beside it, and for deleting an event data store
// with what it holds. To pause one leaves its records, and the trail, as they are.
var tampering = decide.Question{
	Actions: []string{
		"cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "cloudtrail:UpdateTrail", "cloudtrail:PutEventSelectors", "cloudtrail:DeleteEventDataStore",
		"config:StopConfigurationRecorder", "config:DeleteConfigurationRecorder", "config:DeleteDeliveryChannel", "guardduty:DeleteDetector",
	},
	Resources: []string{"arn:*:cloudtrail:*:*:*", "arn:*:config:*:*:*", "arn:*:guardduty:*:*:*", "${*}"},
}

// record is a log group or a bucket of the plan that holds audit records, and who is
// asked about.
type record struct {
	at        *account.Resource
	questions []decide.Question
}

// recordsOf lists what holds audit records on a side, with the actions that delete
// them or let them go early. What a bucket locks for good nobody deletes.
func (c *checker) recordsOf(side *account.Account) []record {
	if out, ok := c.records[side]; ok {
		return out
	}
	holes := holesOf(side)
	var out []record
	for _, g := range c.auditGroups(side) {
		_, patterns := speakOf(g, holes)
		s := phiStore{service: "logs", patterns: patterns}
		out = append(out, record{g, []decide.Question{{
			Actions: []string{"logs:DeleteLogGroup", "logs:DeleteLogStream", "logs:PutRetentionPolicy"}, Resources: append(slices.Clone(patterns), s.inside()...),
		}}})
	}
	for _, b := range c.auditBuckets(side) {
		_, patterns := speakOf(b, holes)
		s := phiStore{service: "s3", patterns: patterns}
		r := record{b, []decide.Question{{Actions: []string{"s3:DeleteBucket", "s3:PutLifecycleConfiguration"}, Resources: patterns}}}
		if l := lockOf(side, b); l == nil || !l.compliance {
			r.questions = append(r.questions, decide.Question{Actions: []string{"s3:DeleteObject", "s3:DeleteObjectVersion"}, Resources: s.inside()})
		}
		out = append(out, r)
	}
	c.records[side] = out
	return out
}

// auditTamperingPermitted: a principal breaks it when it may stop, delete or
// narrow a trail, delete an event data store, or stop or delete the recorder of
// AWS Config or a GuardDuty detector, a single named one included; or delete what an
// audit log group or bucket of the plan holds, or let it go early. What AWS itself
// grants its services is left out; see chosen.
var _ = register(&Rule{
	Name:     "audit-tampering-permitted",
	Title:    "The audit trail may be stopped",
	Severity: high,
	Description: "Who can stop the trail can do everything else unseen, and so can whoever steals the credential. " +
		"The Security Rule asks for mechanisms that record activity, which the recorded must not be able to switch off.",
	Citations: []string{"164.312(b)", "164.312(a)(1)", "164.308(a)(1)(ii)(D)"},
	NIST:      []string{"AU-9", "AC-5", "AC-6"},
	Fix:       "Take the actions away, or keep them to one role for audit that does nothing else, and deny them to all others in a boundary or an SCP.",
	Bad: `resource "aws_iam_role_policy" "operator" {
  role = aws_iam_role.operator.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "cloudtrail:*", Resource = "*" }]
  })
}`,
	Good: `resource "aws_iam_role_policy" "operator" {
  role = aws_iam_role.operator.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["cloudtrail:LookupEvents", "cloudtrail:GetTrailStatus"], Resource = "*" }]
  })
}`,
	types: auditTypes,
	here: func(_ *checker, v *violation) string {
		var actions []string
		for _, q := range v.asked {
			actions = append(actions, q.Actions...)
		}
		return v.withoutActions(actions)
	},
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range c.holders(side) {
			if v := c.tampers(side, p); v != nil {
				out = append(out, v)
			}
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool {
		return slices.ContainsFunc(after.asked, func(q decide.Question) bool { return allowsMore(before, after, q) })
	},
})

// tampers judges one principal.
func (c *checker) tampers(side *account.Account, p *account.Principal) *violation {
	access := chosen(p).Access()
	var first, doubt decide.Answer
	var asked []decide.Question
	var at []*account.Resource // what the first answer is about
	ask := func(q decide.Question, of *account.Resource) {
		answer := decide.Grants(access, q, decide.Options{Plain: first.Result == decide.Yes})
		switch answer.Result {
		case decide.Undetermined:
			doubt = answer
		case decide.Yes:
			if first.Result != decide.Yes {
				first = answer
				if of != nil {
					at = append(at, of)
				}
			}
			asked = append(asked, q)
		}
	}
	ask(tampering, nil)
	for _, r := range c.recordsOf(side) {
		for _, q := range r.questions {
			ask(q, r.at)
		}
	}
	if len(asked) == 0 {
		if doubt.Result == decide.Undetermined {
			c.unsure(side, "audit-tampering-permitted", p, doubt)
		}
		return nil
	}
	var all decide.Question
	for _, q := range asked {
		all.Actions, all.Resources = append(all.Actions, q.Actions...), append(all.Resources, q.Resources...)
	}
	v := accessViolation(p, all, first, nil)
	v.asked = asked
	v.message = fmt.Sprintf("%s stop or cut the record of activity%s%s.%s", may(p), example(v, first), by(p, v.grants), notLimiting(p))
	return v.with("audit record", at...)
}
