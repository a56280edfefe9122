// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// What AWS accepts, from the IAM API reference (CreateRole, TagRole).
var (
	accountID12 = regexp.MustCompile(`^[0-9]{12}$`)
	accountID   = stringvalidator.RegexMatches(accountID12, "an AWS account has twelve digits")

	roleNameRE    = regexp.MustCompile(`^[\w+=,.@-]+$`)
	pathRE        = regexp.MustCompile(`^(/|/[\x21-\x7E]+/)$`)
	policyArnRE   = regexp.MustCompile(`^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$`)
	tagKeyRE      = regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$`)
	tagValueRE    = regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`)
	descriptionRE = regexp.MustCompile(`^[\x09\x0A\x0D\x20-\x7E\x{A1}-\x{FF}]*$`)
)

// Bounds of AWS.
const (
	maxRoleName      = 64
	maxPolicyName    = 128
	maxNamePrefix    = maxRoleName - suffixLength
	maxRolePath      = 512
	maxDescription   = 1000
	maxJustification = 800
	maxTagKey        = 128
	maxTagValue      = 256
	maxTags          = 50
	minSession       = 3600
	maxSession       = 43200
)

func nameValidators(length int) []validator.String {
	return []validator.String{
		stringvalidator.LengthBetween(1, length),
		stringvalidator.RegexMatches(roleNameRE, "AWS allows letters, digits and _+=,.@- in the name of a role"),
	}
}

func pathValidators() []validator.String {
	return []validator.String{
		stringvalidator.LengthBetween(1, maxRolePath),
		stringvalidator.RegexMatches(pathRE, "a path begins and ends with a slash, as in /clinical/"),
	}
}

func boundaryValidators() []validator.String {
	return []validator.String{stringvalidator.RegexMatches(policyArnRE, "a permissions boundary is the ARN of a policy, arn:aws:iam::ACCOUNT:policy/NAME")}
}

func tagValueValidators() []validator.String {
	return []validator.String{
		stringvalidator.LengthBetween(1, maxTagValue),
		stringvalidator.RegexMatches(tagValueRE, "it becomes a tag, and AWS allows letters, digits, spaces and _.:/=+-@ in tags"),
	}
}

func descriptionValidators(length int) []validator.String {
	return []validator.String{
		stringvalidator.LengthBetween(1, length),
		stringvalidator.RegexMatches(descriptionRE, "AWS allows only Latin characters in the description of a role"),
	}
}

func justificationValidators() []validator.String {
	return descriptionValidators(maxJustification)
}

func dateValidators() []validator.String { return []validator.String{dateValidator{}} }

// dateValidator wants a day, YYYY-MM-DD.
type dateValidator struct{}

func (dateValidator) Description(context.Context) string           { return "a day as YYYY-MM-DD" }
func (v dateValidator) MarkdownDescription(context.Context) string { return "a day as `YYYY-MM-DD`" }

func (dateValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := time.Parse(time.DateOnly, req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid date",
			fmt.Sprintf("%q is no day; write it as YYYY-MM-DD.", req.ConfigValue.ValueString()))
	}
}

// durationValidator wants the length of a session, 15 minutes to 12 hours.
type durationValidator struct{}

func (durationValidator) Description(context.Context) string { return "a length of time as 1h30m" }
func (v durationValidator) MarkdownDescription(context.Context) string {
	return "a length of time as `1h30m`"
}

func (durationValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	d, err := time.ParseDuration(req.ConfigValue.ValueString())
	if err != nil || d < 15*time.Minute || d > 12*time.Hour {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid duration",
			fmt.Sprintf("%q is no length of a session; AWS allows 15m to 12h.", req.ConfigValue.ValueString()))
	}
}
