// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// Vary looks for a witness that after allows what before does not with this
// action on this resource, by putting them into a witness of the same statement:
// the parts of a statement differ in nothing else. It is confirmed like every
// witness; nil says nothing, and then the question has to be asked.
func (w *Witness) Vary(before, after *Access, action, resource *policy.Pattern) *Witness {
	if w == nil || w.Request == nil || action == nil || resource == nil {
		return nil
	}
	if _, literal := action.Glob.IsLiteral(); !literal || resource.Glob.HasOpaque() {
		return nil
	}
	name := spelling(action.Text.Value)
	arn := ""
	for _, known := range arnsFor(name, exampleAccount, inventedNames[0]) {
		if resource.Glob.Match(known, nil) {
			arn = known
			break
		}
	}
	if arn == "" {
		arn = tidy(glob.Plain(resource.Glob).Render(inventedNames[0], nil), inventedNames[0])
	}
	if owner(arn) != owner(w.Request.Resource) {
		return nil
	}
	r := *w.Request
	r.Action, r.Resource = name, arn
	if evaluate(after, &r) != policy.Allowed || before != nil && evaluate(before, &r) != policy.Denied {
		return nil
	}
	return &Witness{Principal: w.Principal, Action: r.Action, Resource: r.Resource, Context: w.Context, Request: &r}
}

// owner is the account in an ARN, which may say who asks.
func owner(arn string) string {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
		return parts[4]
	}
	return ""
}
