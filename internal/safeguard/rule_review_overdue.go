// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"strings"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

// suggestedReviewTag is looked at, at low severity, where the organisation has not
// said which tag holds the day of the next review.
const suggestedReviewTag = "ReviewBy"

// ReviewTag is the tag that holds the day of a principal's next review. chosen is
// false where the configuration, which may be nil, does not say.
func ReviewTag(cfg *config.Config) (key string, chosen bool) {
	if cfg == nil || cfg.Principals.ReviewTag == "" {
		return suggestedReviewTag, false
	}
	return cfg.Principals.ReviewTag, true
}

// ReviewDay reads the value of a review tag; ok is false where it is no day.
func ReviewDay(value string) (day time.Time, ok bool) {
	value = strings.TrimSpace(value)
	if by, err := time.Parse(time.DateOnly, value); err == nil {
		return by, true
	}
	at, err := time.Parse(time.RFC3339, value)
	return at.UTC().Truncate(24 * time.Hour), err == nil
}

// reviewOverdue: a principal breaks it when its review tag holds a day that has
// passed, that is further away than principals.max_review lets it be, or that is
// no day. One without the tag is governance-tags-missing's.
var _ = register(&Rule{
	Name:     "review-overdue",
	Title:    "The review of a principal is overdue",
	Severity: medium,
	Description: "Access that was right when it was given stays when its holder's duties change, unless somebody looks again by a set day. " +
		"The Security Rule asks to review and modify a user's right of access, and to evaluate it from time to time.",
	Citations: []string{"164.308(a)(4)(ii)(C)", "164.308(a)(8)", "164.308(a)(1)(i)", "164.316(b)(1)"},
	NIST:      []string{"AC-2", "CA-2", "CA-7"},
	Fix:       "Review the principal's access with its owner, then set the tag to the day of the next review, as in 2027-06-30. Which tag it is and how far away the day may be is said by principals.review_tag and principals.max_review.",
	Bad: `resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  tags               = { ReviewBy = "2020-06-30" }
}`,
	Good: `resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  tags               = { ReviewBy = "2026-12-31" }
}`,
	here: reviewed,
	find: func(c *checker, side *account.Account) []*violation {
		key, chosen := ReviewTag(c.config)
		var out []*violation
		for _, p := range side.Principals {
			value, ok := p.Tags.Get(key)
			if p.Outside || p.Kind == account.Group || p.ServiceLinked() || !ok || strings.TrimSpace(value) == "" {
				continue
			}
			problem, size := c.review(side, p, strings.TrimSpace(value))
			if problem == "" {
				continue
			}
			v := &violation{
				key: p.Key(), previous: p.PreviousKey(), address: p.Address, attribute: p.Tags.Attribute, principal: p, size: size, meaning: []string{value},
				message: fmt.Sprintf("The %s has a tag %s that %s.", p.Label(), key, problem),
			}
			if !chosen {
				v.severity = low
			}
			out = append(out, v)
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool { return after.size > before.size },
})

// review says what is wrong with the day of a review, and by how many days it is
// past or too far away.
func (c *checker) review(side *account.Account, p *account.Principal, value string) (problem string, days int) {
	by, ok := ReviewDay(value)
	if !ok {
		return "is no day, as 2027-06-30 is one", 1 << 20
	}
	today := c.now.UTC().Truncate(24 * time.Hour)
	const day = 24 * time.Hour
	if by.Before(today) {
		return "is past: it was to be reviewed by " + by.Format(time.DateOnly), int(today.Sub(by) / day)
	}
	limit, who := c.config.Principals.ReviewOther, "principals"
	if c.config.Principals.ReviewPHI != 0 && c.factsOf(side, p).phi() {
		limit, who = c.config.Principals.ReviewPHI, "principals that reach PHI"
	}
	if limit == 0 || by.Sub(today) <= limit {
		return "", 0
	}
	return fmt.Sprintf("is too far away: %s is in %d days, and %s are to be reviewed within %d", by.Format(time.DateOnly), int(by.Sub(today)/day), who, int(limit/day)), int((by.Sub(today) - limit) / day)
}
