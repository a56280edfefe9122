// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// accessReviewModel is all that comes out. What is not known is nil, and null in
// the state: a check of it then fails and does not pass.
type accessReviewModel struct {
	LastAccessed types.Bool   `tfsdk:"last_accessed"`
	Timeout      types.String `tfsdk:"timeout"`

	AccountID            types.String          `tfsdk:"account_id"`
	AsOf                 string                `tfsdk:"as_of"`
	Complete             bool                  `tfsdk:"complete"`
	Missing              []string              `tfsdk:"missing"`
	Counts               accessReviewCounts    `tfsdk:"counts"`
	Root                 *rootModel            `tfsdk:"root_user"`
	UsersWithoutMFA      []reviewedPrincipal   `tfsdk:"users_without_mfa"`
	OldKeys              []reviewedKey         `tfsdk:"old_access_keys"`
	UnusedKeys           []reviewedKey         `tfsdk:"unused_access_keys"`
	UnusedRoles          []reviewedPrincipal   `tfsdk:"unused_roles"`
	UnusedPermissions    []unusedPermission    `tfsdk:"unused_permissions"`
	OverdueReviews       []overdueReview       `tfsdk:"overdue_reviews"`
	Findings             []accessReviewFinding `tfsdk:"findings"`
	AuthorizationDetails string                `tfsdk:"authorization_details"`
	CredentialReport     types.String          `tfsdk:"credential_report"`
	CredentialReportAsOf types.String          `tfsdk:"credential_report_as_of"`
}

type accessReviewCounts struct {
	Users    int64            `tfsdk:"users"`
	Groups   int64            `tfsdk:"groups"`
	Roles    int64            `tfsdk:"roles"`
	Policies int64            `tfsdk:"policies"`
	Findings map[string]int64 `tfsdk:"findings"`
}

type rootModel struct {
	MFA        bool  `tfsdk:"mfa"`
	AccessKeys int64 `tfsdk:"access_keys"`
}

type reviewedPrincipal struct {
	Name     string       `tfsdk:"name"`
	ARN      string       `tfsdk:"arn"`
	Created  types.String `tfsdk:"created"`
	LastUsed types.String `tfsdk:"last_used"`
}

type reviewedKey struct {
	User     string       `tfsdk:"user"`
	ARN      string       `tfsdk:"arn"`
	Number   int64        `tfsdk:"number"`
	Rotated  string       `tfsdk:"rotated"`
	Days     int64        `tfsdk:"days"`
	LastUsed types.String `tfsdk:"last_used"`
}

type unusedPermission struct {
	Principal string       `tfsdk:"principal"`
	Policy    string       `tfsdk:"policy"`
	Services  []string     `tfsdk:"services"`
	Narrower  types.String `tfsdk:"narrower_policy"`
	Left      []int64      `tfsdk:"statements_left"`
}

type overdueReview struct {
	Name     string `tfsdk:"name"`
	ARN      string `tfsdk:"arn"`
	ReviewBy string `tfsdk:"review_by"`
}

type accessReviewFinding struct {
	Rule        string   `tfsdk:"rule"`
	Severity    string   `tfsdk:"severity"`
	ARN         string   `tfsdk:"arn"`
	Attribute   string   `tfsdk:"attribute"`
	Message     string   `tfsdk:"message"`
	Remediation string   `tfsdk:"remediation"`
	Citations   []string `tfsdk:"citations"`
	Waived      bool     `tfsdk:"waived"`
}

// Schema describes the arguments and what comes out.
func (d *accessReviewDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	number := func(description string) schema.Int64Attribute {
		return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
	}
	yes := func(description string) schema.BoolAttribute {
		return schema.BoolAttribute{Computed: true, MarkdownDescription: description}
	}
	texts := func(description string) schema.ListAttribute {
		return schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description}
	}
	list := func(description string, attributes map[string]schema.Attribute) schema.ListNestedAttribute {
		return schema.ListNestedAttribute{Computed: true, MarkdownDescription: description, NestedObject: schema.NestedAttributeObject{Attributes: attributes}}
	}
	principal := map[string]schema.Attribute{
		"name": text("Name."), "arn": text("ARN."), "created": text("When it was made, RFC 3339; null where AWS does not tell."),
		"last_used": text("When it was last used: a role, or a user's password; null: never, or not since AWS keeps track of it."),
	}
	key := map[string]schema.Attribute{
		"user": text("Name of the user."), "arn": text("ARN of the user."), "number": number("Which of the user's keys, 1 or 2, in the order of the credential report."),
		"rotated": text("When it was made, RFC 3339."), "days": number("Its age in days."), "last_used": text("When it was last used; null: never."),
	}
	unusedDays := int(safeguard.UnusedAfter.Hours() / 24)
	report := " Null where the credential report could not be read."
	resp.Schema = schema.Schema{
		MarkdownDescription: "The account as it is now, for access reviews (45 CFR 164.308(a)(4)(ii)(C)) and for `check` blocks: who signs in without a second factor, which keys are old, " +
			"which roles, keys and permissions nobody uses, which reviews are overdue, and what the rules of `hipaacheck` find in it.\n\n" +
			"It reads IAM while planning, and changes nothing: `iam:GetAccountAuthorizationDetails`, `iam:GenerateCredentialReport`, `iam:GetCredentialReport`, " +
			"`iam:GenerateServiceLastAccessedDetails`, `iam:GetServiceLastAccessedDetails`, and `sts:GetCallerIdentity`. Without the first there is an error. Where another is not allowed, or is not ready in time, " +
			"there is a warning, `complete` is false and what depends on it is null, so that a check of it does not pass.\n\n" +
			"The last-accessed details take one job for each user and role, of which a few run at the same time. In an account of many hundred roles, use the data source in a configuration of its own that is planned once a day.",
		Attributes: map[string]schema.Attribute{
			"last_accessed": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether to ask for each user and role when it last used which service. By default true; without it `unused_permissions` is null."},
			"timeout": schema.StringAttribute{
				Optional: true, Validators: []validator.String{timeoutValidator{}}, MarkdownDescription: "How long to wait for AWS, as `20m`. By default 10 minutes.",
			},
			"account_id": text("The account of the credentials; empty with `skip_requesting_account_id`."),
			"as_of":      text("When the account was read, RFC 3339."),
			"complete":   yes("Whether all that was asked for could be read."),
			"missing":    texts("What could not be read, and why."),
			"counts": schema.SingleNestedAttribute{
				Computed: true, MarkdownDescription: "How many of each there are.",
				Attributes: map[string]schema.Attribute{
					"users": number("Users."), "groups": number("Groups."), "roles": number("Roles, without those that AWS itself owns."),
					"policies": number("Customer managed policies."),
					"findings": schema.MapAttribute{Computed: true, ElementType: types.Int64Type, MarkdownDescription: "Findings that no waiver holds, by severity."},
				},
			},
			"root_user": schema.SingleNestedAttribute{
				Computed: true, MarkdownDescription: "How the account's root user signs in." + report,
				Attributes: map[string]schema.Attribute{"mfa": yes("Whether it has a second factor."), "access_keys": number("How many active access keys it has; there should be none.")},
			},
			"users_without_mfa":  list("Users with a console password and no second factor."+report, principal),
			"old_access_keys":    list(fmt.Sprintf("Active access keys older than %d days.%s", safeguard.KeyAge, report), key),
			"unused_access_keys": list(fmt.Sprintf("Active access keys that nobody has used for %d days.%s", unusedDays, report), key),
			"unused_roles":       list(fmt.Sprintf("Roles that nobody has used for %d days, and that are older than that.", unusedDays), principal),
			"unused_permissions": list(fmt.Sprintf("Policies of users and roles that allow services which they have not used for %d days, with the narrower policy. Null where that could not be read, or was not asked for.", unusedDays), map[string]schema.Attribute{
				"principal": text("ARN of the user or role."), "policy": text("ARN of the managed policy, or name of the inline one."), "services": texts("Prefixes of the services' actions."),
				"narrower_policy": text("The policy without them, as JSON; null where nothing would be left, so that the policy can go. A pattern for several services, as `*`, names those that are used."),
				"statements_left": schema.ListAttribute{Computed: true, ElementType: types.Int64Type, MarkdownDescription: "Statements, counted from 0, that allow by `NotAction` and stand as they were: look at them yourself."},
			}),
			"overdue_reviews": list("Users and roles whose review tag (`ReviewBy`, or `principals.review_tag`) holds a day that has passed.", map[string]schema.Attribute{
				"name": text("Name."), "arn": text("ARN."), "review_by": text("The day."),
			}),
			"findings": list("What the rules of `hipaacheck` find, the worst first. `config_file` of the provider holds; its waivers name ARNs here, as `address = \"arn:aws:iam::123456789012:role/break-glass-platform\"`. "+
				"That a role is tagged as made from a template accepts nothing: anybody who may tag roles could say so.", map[string]schema.Attribute{
				"rule": text("Name of the rule."), "severity": text("`critical`, `high`, `medium` or `low`."), "arn": text("ARN of the user, role or policy."),
				"attribute": text("Which of its documents, else empty."), "message": text("What is wrong."), "remediation": text("What to do."),
				"citations": texts("Sections of 45 CFR."), "waived": yes("Whether a waiver of the configuration holds it."),
			}),
			"authorization_details":   text("What `aws iam get-account-authorization-details` writes: input of `hipaacheck review new` and of `hipaacheck plan --account`."),
			"credential_report":       text("The credential report as CSV: input of `hipaacheck plan --account`." + report),
			"credential_report_as_of": text("When AWS made the credential report; it makes one every four hours at most." + report),
		},
	}
}
