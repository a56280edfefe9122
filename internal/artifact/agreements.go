// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package artifact

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Active is the state of an agreement that has not been ended.
const Active = "ACTIVE"

// Agreement is one that holds for an account, or has held.
type Agreement struct {
	Name, ARN, ID, Description string
	// AgreementARN is what was agreed to, as AWS publishes it.
	AgreementARN string
	// Account is whose it is; Organization is set where it is of the organisation.
	Account, Organization string
	// State is ACTIVE, CUSTOMER_TERMINATED or AWS_TERMINATED; Type is DEFAULT (as
	// AWS offers it), MODIFIED or CUSTOM.
	State, Type string
	// From and Until are when it holds; Until is zero where no end is set.
	From, Until time.Time
}

// InForce reports whether the agreement holds at a time. One that does not say
// when it began is not taken to hold.
func (a Agreement) InForce(at time.Time) bool {
	return a.State == Active && !a.From.IsZero() && !at.Before(a.From) && (a.Until.IsZero() || at.Before(a.Until))
}

// BAA reports whether the agreement is one with a business associate: words of
// its name, without regard to case. AWS calls its own "AWS Business Associate
// Addendum" and "AWS Organizations Business Associate Addendum".
func (a Agreement) BAA(words string) bool {
	return strings.Contains(strings.ToLower(a.Name), strings.ToLower(words))
}

type listed struct {
	CustomerAgreements *[]struct {
		Name            string     `json:"name"`
		ARN             string     `json:"arn"`
		ID              string     `json:"id"`
		AgreementARN    string     `json:"agreementArn"`
		AWSAccountID    string     `json:"awsAccountId"`
		OrganizationARN string     `json:"organizationArn"`
		EffectiveStart  *time.Time `json:"effectiveStart"`
		EffectiveEnd    *time.Time `json:"effectiveEnd"`
		State           string     `json:"state"`
		Description     string     `json:"description"`
		Type            string     `json:"type"`
	} `json:"customerAgreements"`
	NextToken string `json:"nextToken"`
}

// Agreements lists the agreements that apply to the caller's account, in the
// order of the API.
func (c *Client) Agreements(ctx context.Context) ([]Agreement, error) {
	out := []Agreement{}
	query := url.Values{"maxResults": {"100"}}
	for range maxPages {
		var page listed
		if err := c.get(ctx, "/v1/customer-agreement/list", query, &page); err != nil {
			return nil, fmt.Errorf("AWS Artifact, ListCustomerAgreements: %w", err)
		}
		if page.CustomerAgreements == nil {
			return nil, errors.New("AWS Artifact, ListCustomerAgreements: the answer has no customerAgreements")
		}
		for _, a := range *page.CustomerAgreements {
			one := Agreement{
				Name: a.Name, ARN: a.ARN, ID: a.ID, AgreementARN: a.AgreementARN, Description: a.Description,
				Account: a.AWSAccountID, Organization: a.OrganizationARN, State: a.State, Type: a.Type,
			}
			if a.EffectiveStart != nil {
				one.From = a.EffectiveStart.UTC()
			}
			if a.EffectiveEnd != nil {
				one.Until = a.EffectiveEnd.UTC()
			}
			out = append(out, one)
		}
		if page.NextToken == "" {
			return out, nil
		}
		query.Set("nextToken", page.NextToken)
	}
	return nil, fmt.Errorf("AWS Artifact, ListCustomerAgreements: the list has not ended after %d pages", maxPages)
}
