// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/live"
)

var _ datasource.DataSourceWithConfigure = (*accessReviewDataSource)(nil)

// reviewTimeout bounds the reading where nothing else is said.
const reviewTimeout = 10 * time.Minute

// accessReviewDataSource is the account as it is now.
type accessReviewDataSource struct{ settings *settings }

func newAccessReviewDataSource() datasource.DataSource { return &accessReviewDataSource{} }

// Metadata names the data source.
func (d *accessReviewDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName + "_access_review"
}

// Configure takes the provider's settings.
func (d *accessReviewDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	d.settings, _ = req.ProviderData.(*settings)
}

// Read reads the account.
func (d *accessReviewDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m accessReviewModel
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("last_accessed"), &m.LastAccessed)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("timeout"), &m.Timeout)...)
	if resp.Diagnostics.HasError() {
		return
	}
	clients, err := d.settings.connection.Open(ctx)
	if err != nil {
		resp.Diagnostics.AddError("AWS cannot be reached", "To review the account, the provider needs its credentials: "+err.Error())
		return
	}
	m.AccountID = types.StringValue(clients.Account)
	timeout := reviewTimeout
	if !m.Timeout.IsNull() {
		timeout, _ = time.ParseDuration(m.Timeout.ValueString()) // the schema has checked it
	}
	r := &reviewer{reader: &live.Reader{API: clients.IAM, Patience: d.settings.livePatience}, config: d.settings.config, at: now(), model: &m, warn: resp.Diagnostics.AddWarning}
	if err := r.read(ctx, timeout); err != nil {
		what := "The account cannot be reviewed"
		if live.Denied(err) {
			what = "The account may not be read"
		}
		resp.Diagnostics.AddError(what, err.Error())
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// reviewer fills in a model.
type reviewer struct {
	reader *live.Reader
	config *config.Config
	at     time.Time
	model  *accessReviewModel
	warn   func(summary, detail string)
}

// read reads all parts; those without which there still is a review may be missing.
func (r *reviewer) read(ctx context.Context, timeout time.Duration) error {
	m := r.model
	bounded, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	m.AsOf, m.Missing = r.at.UTC().Format(time.RFC3339), []string{}
	all, err := r.reader.Details(bounded)
	if err != nil {
		return err
	}
	m.AuthorizationDetails = string(all.JSON)
	report, err := r.reader.CredentialReport(bounded)
	if err := r.optional("The credential report", "allow iam:GenerateCredentialReport and iam:GetCredentialReport", err); err != nil {
		return err
	}
	side := all.Account
	if report != nil {
		side.AddSignIns(report.Account)
	}
	var accessed map[string][]live.Service
	if m.LastAccessed.IsNull() || m.LastAccessed.ValueBool() {
		accessed, err = r.reader.LastAccessed(bounded, live.Askable(side, r.at))
		if err := r.optional("Which services are used", "allow iam:GenerateServiceLastAccessedDetails and iam:GetServiceLastAccessedDetails, or set last_accessed = false", err); err != nil {
			return err
		}
	}
	m.Complete = len(m.Missing) == 0
	side.Standalone()
	r.signIn(side, report)
	r.usage(side, accessed)
	findings := live.Findings(ctx, side, r.config, r.at)
	if err := ctx.Err(); err != nil {
		return err
	}
	r.count(side)
	m.Findings = []accessReviewFinding{}
	for _, f := range findings {
		m.Findings = append(m.Findings, accessReviewFinding{
			Rule: f.Rule, Severity: f.Severity.String(), ARN: f.Address, Attribute: f.Attribute, Message: f.Message, Remediation: f.Remediation,
			Citations: append([]string{}, f.Citations...), Waived: f.Waiver != nil,
		})
		if f.Waiver == nil {
			m.Counts.Findings[f.Severity.String()]++
		}
	}
	return nil
}

// timeoutValidator wants a length of time that a plan can wait.
type timeoutValidator struct{}

// Description says what is wanted.
func (timeoutValidator) Description(context.Context) string { return "a length of time from 1s to 2h" }

// MarkdownDescription says the same.
func (v timeoutValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString checks the value.
func (v timeoutValidator) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if d, err := time.ParseDuration(req.ConfigValue.ValueString()); err != nil || d < time.Second || d > 2*time.Hour {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid timeout", fmt.Sprintf("%q is not %s.", req.ConfigValue.ValueString(), v.Description(ctx)))
	}
}

// optional takes note of a part that could not be read because it is not allowed
// or was not ready in time; any other error is returned.
func (r *reviewer) optional(what, todo string, err error) error {
	if err == nil {
		return nil
	}
	if !live.Denied(err) && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	r.model.Missing = append(r.model.Missing, what+": "+err.Error())
	if errors.Is(err, context.DeadlineExceeded) {
		todo = "set a longer timeout"
	}
	r.warn("The access review is not complete", what+" could not be read: "+err.Error()+". What depends on it is null; to have it, "+todo+".")
	return nil
}

// signIn fills in what the credential report tells.
func (r *reviewer) signIn(side *account.Account, report *live.CredentialReport) {
	m := r.model
	if report == nil {
		return
	}
	m.CredentialReport, m.CredentialReportAsOf = types.StringValue(string(report.CSV)), stamp(report.Generated)
	if root := report.Account.Root; root != nil {
		m.Root = &rootModel{MFA: root.MFA, AccessKeys: int64(len(root.Keys))}
	}
	m.UsersWithoutMFA = []reviewedPrincipal{}
	for _, p := range live.WithoutMFA(side) {
		m.UsersWithoutMFA = append(m.UsersWithoutMFA, reviewedPrincipal{Name: p.Name, ARN: p.ARN, Created: created(p), LastUsed: stamp(p.SignIn.PasswordUsed)})
	}
	old, unused := live.Keys(side, r.at)
	m.OldKeys, m.UnusedKeys = reviewedKeys(old), reviewedKeys(unused)
}

func reviewedKeys(list []live.Key) []reviewedKey {
	out := []reviewedKey{}
	for _, k := range list {
		out = append(out, reviewedKey{
			User: k.User.Name, ARN: k.User.ARN, Number: int64(k.Number), Rotated: k.Rotated.UTC().Format(time.RFC3339), Days: int64(k.Days), LastUsed: stamp(k.Used),
		})
	}
	return out
}

// usage fills in what is not used, and whose review is overdue.
func (r *reviewer) usage(side *account.Account, accessed map[string][]live.Service) {
	m := r.model
	m.UnusedRoles, m.OverdueReviews = []reviewedPrincipal{}, []overdueReview{}
	for _, p := range live.UnusedRoles(side, r.at) {
		m.UnusedRoles = append(m.UnusedRoles, reviewedPrincipal{Name: p.Name, ARN: p.ARN, Created: created(p), LastUsed: stamp(p.Usage.LastUsed)})
	}
	for _, o := range live.OverdueReviews(side, r.config, r.at) {
		m.OverdueReviews = append(m.OverdueReviews, overdueReview{Name: o.Principal.Name, ARN: o.Principal.ARN, ReviewBy: o.Day.Format(time.DateOnly)})
	}
	if accessed == nil {
		return
	}
	m.UnusedPermissions = []unusedPermission{}
	for _, u := range live.UnusedPermissions(side, accessed, r.at) {
		one := unusedPermission{Principal: u.Principal.ARN, Policy: cmp.Or(u.Policy.ARN, u.Policy.Name), Services: u.Services, Left: []int64{}}
		if u.Narrower != nil {
			one.Narrower = types.StringValue(string(u.Narrower))
		}
		for _, n := range u.Left {
			one.Left = append(one.Left, int64(n))
		}
		m.UnusedPermissions = append(m.UnusedPermissions, one)
	}
}

func created(p *account.Principal) types.String {
	if p.Usage == nil {
		return types.StringNull()
	}
	return stamp(p.Usage.Created)
}

// count counts principals and customer managed policies.
func (r *reviewer) count(side *account.Account) {
	c := &r.model.Counts
	c.Findings = map[string]int64{"critical": 0, "high": 0, "medium": 0, "low": 0}
	for _, p := range side.Principals {
		switch {
		case p.Kind == account.User:
			c.Users++
		case p.Kind == account.Group:
			c.Groups++
		case p.Kind == account.Role && !p.ServiceLinked():
			c.Roles++
		}
	}
	for _, d := range side.Documents {
		if d.Managed && d.Address != "" {
			c.Policies++
		}
	}
}
