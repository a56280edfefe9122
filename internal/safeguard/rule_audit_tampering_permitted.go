// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

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

// auditTamperingPermitted: a principal breaks it when it may stop, delete or
// narrow a trail, delete an event data store, or stop or delete the recorder of
// AWS Config or a GuardDuty detector, a single named one included. What AWS itself grants its services is
// left out; see chosen.
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
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range c.holders(side) {
			switch answer := decide.Grants(chosen(p).Access(), tampering, decide.Options{}); answer.Result {
			case decide.Undetermined:
				c.unsure(side, "audit-tampering-permitted", p, answer)
			case decide.Yes:
				v := accessViolation(p, tampering, answer, nil)
				v.message = fmt.Sprintf("%s stop or cut the record of activity%s%s.%s", may(p), example(v, answer), by(p, v.grants), notLimiting(p))
				out = append(out, v)
			}
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool { return allowsMore(before, after, tampering) },
})
