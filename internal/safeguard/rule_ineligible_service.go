// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// listValid is how long the embedded list of eligible services is taken for the
// one that holds. AWS adds services every few months.
const listValid = 365 * 24 * time.Hour

// ineligibleService: a principal breaks it when it may use a service that is not
// on the list of HIPAA eligible services, as eligible_services changes it; a PHI
// store, when its own service is not. It is high where PHI is at hand, else low.
// Tooling, which holds no PHI, is left out; a prefix of which the list does not
// tell is said to be uncertain, at low. A list older than a year is a finding of
// its own, at low.
var _ = register(&Rule{
	Name:     "ineligible-service",
	Title:    "A service that is not HIPAA eligible",
	Severity: high,
	Description: "The business associate addendum with AWS covers PHI in the services on AWS's list, and in no other. " +
		"PHI that comes into another service is disclosed without it, however well the service is secured.",
	Citations: []string{"164.308(b)(1)", "164.502(e)", "164.504(e)", "164.314(a)(2)"},
	NIST:      []string{"SA-9", "AC-6"},
	Fix:       "Use an eligible service, keep the service out of roles that reach PHI, or, where AWS has added it to the list since, name it in eligible_services.add.",
	Bad: `resource "aws_iam_role" "reports" {
  name               = "reports"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  tags               = { DataClassification = "phi" }
}

resource "aws_iam_role_policy" "reports" {
  role = aws_iam_role.reports.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "workmail:*", Resource = "*" }]
  })
}`,
	Good: `resource "aws_iam_role" "reports" {
  name               = "reports"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  tags               = { DataClassification = "phi" }
}

resource "aws_iam_role_policy" "reports" {
  role = aws_iam_role.reports.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ses:SendEmail", Resource = "*" }]
  })
}`,
	here: func(_ *checker, v *violation) string { return v.withoutActions(actionsOf(v.reached)) },
	find: func(c *checker, side *account.Account) []*violation {
		out := c.oldList(side)
		for _, s := range c.marked(side) {
			service, _ := speakOf(s.resource, nil)
			if v := c.ineligibleStore(s, service); v != nil {
				out = append(out, v)
			}
		}
		for _, p := range c.holders(side) {
			if p.ServiceLinked() {
				continue
			}
			if v := c.ineligible(side, p); v != nil {
				out = append(out, v)
			}
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool { return !contains(before.reached, after.reached) },
})

// withoutPHI are prefixes that are not on the list and hold what AWS knows of an
// account, its bills, its limits and its support, not what its customer stores.
// That PHI has no place there is a judgement, as it is for the list's own tooling.
var withoutPHI = []string{
	"account", "aco-automation", "action-recommendations", "activate", "application-autoscaling", "autoscaling-plans", "aws-marketplace", "aws-marketplace-management", "bcm-dashboards",
	"bcm-pricing-calculator", "bcm-recommended-actions", "billing", "billingconductor", "codestar-notifications", "compute-optimizer", "consoleapp",
	"consolidatedbilling", "controlcatalog", "cost-optimization-hub", "freetier", "health", "identity-sync", "identitystore", "identitystore-auth", "invoicing",
	"license-manager-linux-subscriptions", "license-manager-user-subscriptions", "mapcredits", "mpa", "notifications", "notifications-contacts", "payments",
	"pricingplanmanager", "purchase-orders", "rbin", "rolesanywhere", "savingsplans", "servicequotas", "signer", "signin", "sso-oauth", "support-console", "supportapp",
	"supportauthz", "sustainability", "tax", "tiros", "ts", "user-subscriptions", "uxc", "vendor-insights", "vpce", "wellarchitected",
}

// eligible returns what holds of a prefix: the list's word, as the configuration
// changes it.
func (c *checker) eligible(prefix string) reference.EligibilityStatus {
	set := c.config.EligibleServices
	switch {
	case slices.Contains(set.Remove, prefix):
		return reference.NotListed
	case slices.Contains(set.Add, prefix):
		return reference.Listed
	case slices.Contains(withoutPHI, prefix):
		return reference.Tooling
	}
	return reference.PrefixEligibility(prefix).Status
}

// ineligible judges the services that a principal may use.
func (c *checker) ineligible(side *account.Account, p *account.Principal) *violation {
	access := chosen(p).Access()
	var out, uncertain []string
	var first, doubt decide.Answer
	var asked decide.Question
	named, open := access.Services()
	for _, prefix := range reference.Services() {
		if !open && !named[prefix] {
			continue
		}
		status := c.eligible(prefix)
		if status == reference.Listed || status == reference.Tooling {
			continue
		}
		q := decide.Question{Actions: []string{prefix + ":*"}}
		answer := decide.Grants(access, q, decide.Options{Plain: first.Result == decide.Yes})
		switch {
		case answer.Result == decide.Undetermined:
			doubt = answer
			continue
		case answer.Result != decide.Yes:
			continue
		case status == reference.Uncertain:
			uncertain = append(uncertain, prefix)
		default:
			out = append(out, prefix)
		}
		if first.Result != decide.Yes {
			first = answer
		}
		asked.Actions = append(asked.Actions, q.Actions...)
	}
	if first.Result != decide.Yes {
		if doubt.Result == decide.Undetermined {
			c.unsure(side, "ineligible-service", p, doubt)
		}
		return nil
	}
	v := accessViolation(p, asked, first, nil)
	v.reached = slices.Concat(out, uncertain)
	phi := c.factsOf(side, p).phi()
	v.message = fmt.Sprintf("%s use %s%s.%s", may(p), ineligibleWords(out, uncertain, v.sensitive), by(p, v.grants), notLimiting(p))
	switch {
	case phi && len(out) > 0:
		v.message = strings.Replace(v.message, may(p), fmt.Sprintf("The %s reaches PHI and may", p.Label()), 1)
	default:
		v.severity = low
	}
	return v
}

// wholeCatalogue is how many services nobody names one by one.
const wholeCatalogue = 40

// ineligibleWords names services that are not on the list and those of which it
// does not tell.
func ineligibleWords(out, uncertain []string, hidden bool) string {
	var parts []string
	if hidden {
		return "services that are not on the list of HIPAA eligible services"
	}
	_, asOf := reference.EligibleServices()
	date := asOf.Format(time.DateOnly)
	if len(out) > wholeCatalogue {
		return fmt.Sprintf("nearly every service: %d are not on the list of HIPAA eligible services of %s, and of %d it does not tell (uncertain)", len(out), date, len(uncertain))
	}
	if len(out) > 0 {
		parts = append(parts, join(out)+", not on the list of HIPAA eligible services of "+date)
	}
	if len(uncertain) > 0 {
		parts = append(parts, join(uncertain)+", of which the list of "+date+" does not tell (uncertain)")
	}
	return strings.Join(parts, "; and ")
}

// ineligibleStore judges the service of a PHI store.
func (c *checker) ineligibleStore(s *phiStore, service string) *violation {
	if service == "" || s.opens {
		return nil
	}
	status := c.eligible(service)
	if status == reference.Listed || status == reference.Tooling {
		return nil
	}
	r := s.resource
	v := &violation{key: r.Address, previous: r.PreviousAddress, address: r.Address, meaning: []string{service}, reached: []string{service}}
	if status == reference.Uncertain {
		v.severity = low
		v.message = fmt.Sprintf("%s holds PHI (%s) in %s.", r.Address, s.why, ineligibleWords(nil, []string{service}, false))
		return v
	}
	v.message = fmt.Sprintf("%s holds PHI (%s) in %s.", r.Address, s.why, ineligibleWords([]string{service}, nil, false))
	return v
}

// oldList warns of a list that is older than a year.
func (c *checker) oldList(side *account.Account) []*violation {
	_, asOf := reference.EligibleServices()
	if c.now.IsZero() || c.now.Sub(asOf) <= listValid || len(side.Principals) == 0 && len(side.Stores) == 0 {
		return nil
	}
	return []*violation{{
		key: "list", severity: low, meaning: []string{"list"},
		message: "The list of HIPAA eligible services is of " + asOf.Format(time.DateOnly) + ", more than a year old.",
		fix:     "Use a newer version of this program, or compare with AWS's list and name what has changed in eligible_services.",
	}}
}
