// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/spread"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// The sizes that AWS allows a trust policy, in characters without white space,
// by default and at most. Source: IAM user guide, "IAM and AWS STS quotas".
const (
	maxTrustSize    = 2048
	raisedTrustSize = 4096
)

// maxUnknownSize is how long a value that is not known until apply may be: no ARN
// is longer.
const maxUnknownSize = 2048

// sizes reports documents that AWS would refuse for their size. What is not known
// yet counts as one character, so that what is reported is so in any case.
func sizes(rendered *template.Rendered) []string {
	var out []string
	if text, ok := rendered.Trust.JSON(); ok && spread.Size(text) > raisedTrustSize {
		out = append(out, fmt.Sprintf("the trust policy has %d characters; AWS allows %d, and on request %d. Name fewer principals, or a role that they all can assume",
			spread.Size(text), maxTrustSize, raisedTrustSize))
	}
	parts, err := spread.Arrange(stored(rendered))
	var long *spread.TooLongError
	switch n := spread.Attached(parts); {
	case errors.As(err, &long):
		out = append(out, long.Error()+". Name fewer resources, or name them by a pattern")
	case err != nil:
		out = append(out, err.Error())
	case n > spread.MostAttached:
		out = append(out, fmt.Sprintf("its documents would fill %d managed policies beside the inline ones; AWS allows a role %d, and on request %d. Name fewer resources, name them by a pattern, or make several roles",
			n, spread.MaxAttached, spread.MostAttached))
	}
	return out
}

// stored are the documents as they are stored, as far as they can be written.
func stored(rendered *template.Rendered) []spread.Document {
	var out []spread.Document
	for _, p := range rendered.Policies {
		if text, ok := p.JSON(); ok {
			out = append(out, spread.Document{Name: policyPrefix + p.Name, Text: text})
		}
	}
	return out
}

// planManaged plans the managed policies over which the documents are spread.
// There is none where the documents fit inline whatever the values are that are
// not known yet; where they need not fit, which ones there will be is not known.
func planManaged(plan *roleModel, rendered *template.Rendered) types.List {
	known, most := true, 0
	for _, p := range rendered.Policies {
		text, ok := p.JSON()
		if !ok {
			return types.ListUnknown(types.StringType)
		}
		known = known && p.Known()
		most += longest(text)
	}
	if most <= spread.MaxInline {
		return stringsValue(nil)
	}
	parts, err := spread.Arrange(stored(rendered))
	if !known || err != nil {
		return types.ListUnknown(types.StringType)
	}
	if plan.ARN.IsUnknown() || plan.Name.IsUnknown() || plan.Path.IsUnknown() {
		vals := make([]attr.Value, spread.Attached(parts))
		for i := range vals {
			vals[i] = types.StringUnknown()
		}
		return types.ListValueMust(types.StringType, vals)
	}
	arns, err := iamrole.ManagedARNs(plan.ARN.ValueString(), plan.Path.ValueString(), plan.Name.ValueString(), documents(plan.Policies))
	if err != nil {
		return types.ListUnknown(types.StringType)
	}
	return stringsValue(arns)
}

// longest is how long a text can become.
func longest(text string) int {
	n := spread.Size(text)
	for _, r := range text {
		if r >= policy.HoleRune(0) {
			n += maxUnknownSize - 1
		}
	}
	return n
}
