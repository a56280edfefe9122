// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package live_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/details"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/live"
)

const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}`

var today = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

func ago(days int) time.Time { return today.AddDate(0, 0, -days) }

// reader reads an endpoint, with at most two repetitions of a request.
func reader(srv *iamtest.Server) *live.Reader {
	return &live.Reader{
		API: iam.New(iam.Options{
			Region: "us-east-1", BaseEndpoint: aws.String(srv.URL), Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""),
			Retryer: retry.NewStandard(func(o *retry.StandardOptions) { o.MaxAttempts, o.MaxBackoff = 3, 5*time.Millisecond }),
		}),
		Patience: live.Patience{FirstPause: time.Millisecond, MaxPause: 4 * time.Millisecond, Jobs: 2},
	}
}

// clinic is an account with something of everything, over several pages.
func clinic(t *testing.T) *iamtest.Server {
	srv := iamtest.New(t)
	read := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","sqs:*"],"Resource":"*"}]}`
	srv.Live.Users = []iamtest.User{
		{Name: "ann", Created: ago(500), Password: true, KeyMade: ago(91), KeyUsed: ago(1)},
		{Name: "bob", Created: ago(500), Password: true, MFA: true, KeyMade: ago(90), Tags: map[string]string{"ReviewBy": "2026-11-27"}},
		{Name: "cat", Created: ago(500), KeyMade: ago(91), Inline: map[string]string{"all": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`}},
	}
	srv.Put(&iamtest.Role{Name: "busy", Trust: trust, Created: ago(400), LastUsed: ago(1), Inline: map[string]string{"read": read}})
	srv.Put(&iamtest.Role{Name: "idle", Trust: trust, Created: ago(91), Tags: map[string]string{"ReviewBy": "2026-11-28"}, Attached: []string{"arn:aws:iam::123456789012:policy/own", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}})
	srv.Put(&iamtest.Role{Name: "young", Trust: trust, Created: ago(90), Inline: map[string]string{"read": read}})
	srv.Put(&iamtest.Role{Name: "AWSServiceRoleForX", Path: "/aws-service-role/x.amazonaws.com/", Trust: trust, Created: ago(400), Inline: map[string]string{"read": read}, Tags: map[string]string{"ReviewBy": "2020-01-01"}})
	srv.Put(&iamtest.Role{Name: "bounded", Trust: trust, Created: ago(10), LastUsed: ago(1), Boundary: "arn:aws:iam::123456789012:policy/ceiling"})
	srv.Live.Policies = map[string]string{
		"arn:aws:iam::123456789012:policy/own":     read,
		"arn:aws:iam::123456789012:policy/ceiling": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"iam:*","Resource":"*"}]}`,
		"arn:aws:iam::123456789012:policy/spare":   `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`,
	}
	arn := func(name string) string { return "arn:aws:iam::123456789012:" + name }
	srv.Live.Accessed = map[string]map[string]time.Time{
		arn("role/busy"): {"s3": ago(1), "sqs": {}},
		arn("role/idle"): {"s3": ago(89), "sqs": ago(91)},
		arn("user/cat"):  {"s3": {}, "sqs": {}, "ec2": {}},
	}
	return srv
}

func read(t *testing.T, srv *iamtest.Server) *account.Account {
	t.Helper()
	all, err := reader(srv).Details(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	report, err := reader(srv).CredentialReport(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all.Account.AddSignIns(report.Account)
	return all.Account
}

// TestDetails reads all pages; what comes out is what hipaacheck reads again.
func TestDetails(t *testing.T) {
	srv := clinic(t)
	all, err := reader(srv).Details(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range all.Account.Principals {
		names = append(names, p.Label())
	}
	want := []string{"role AWSServiceRoleForX", "role bounded", "role busy", "role idle", "role young", "user ann", "user bob", "user cat"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	if n := len(srv.Calls()); n != 6 {
		t.Errorf("%d requests for 11 items, two on a page", n)
	}
	again, err := details.Read(bytes.NewReader(all.JSON), "again")
	if err != nil || len(again.Principals) != len(names) {
		t.Errorf("what was written cannot be read: %v", err)
	}
	if strings.Contains(string(all.JSON), `"v1"`) {
		t.Error("an old version of a policy is among it")
	}
}

// TestFacts holds the facts to what was put there; each stands at its limit.
func TestFacts(t *testing.T) {
	srv := clinic(t)
	a := read(t, srv)
	accessed, err := reader(srv).LastAccessed(t.Context(), live.Askable(a, today))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	note := func(format string, args ...any) { got = append(got, fmt.Sprintf(format, args...)) }
	for _, p := range live.WithoutMFA(a) {
		note("without MFA: %s", p.Name)
	}
	old, unused := live.Keys(a, today)
	for _, k := range old {
		note("old key: %s %d", k.User.Name, k.Days)
	}
	for _, k := range unused {
		note("unused key: %s", k.User.Name)
	}
	for _, p := range live.UnusedRoles(a, today) {
		note("unused role: %s", p.Name)
	}
	for _, o := range live.OverdueReviews(a, nil, today) {
		note("overdue: %s %s", o.Principal.Name, o.Day.Format(time.DateOnly))
	}
	for _, u := range live.UnusedPermissions(a, accessed, today) {
		note("unused permissions: %s %s %v %s", u.Principal.Name, u.Policy.Name, u.Services, u.Narrower)
	}
	want := []string{
		"without MFA: ann", "old key: ann 91", "old key: cat 91", "unused key: cat", "unused role: idle", "overdue: bob 2026-11-27",
		`unused permissions: busy read [sqs] {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`,
		`unused permissions: idle own [sqs] {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`,
		`unused permissions: cat all [ec2 s3 sqs] `,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestFindings judges the account by the rules of plans, and names what it finds
// by ARN. What AWS owns is left alone.
func TestFindings(t *testing.T) {
	a := read(t, clinic(t))
	a.Standalone()
	got := map[string]bool{}
	for _, f := range live.Findings(t.Context(), a, nil, today) {
		if f.Address == "" || strings.Contains(f.Address, "aws-service-role") {
			t.Errorf("%s at %q: %s", f.Rule, f.Address, f.Message)
		}
		if strings.HasSuffix(f.Address, "policy/ceiling") {
			t.Errorf("a boundary is taken for a policy that somebody gets: %s", f.Message)
		}
		got[f.Rule+" "+f.Address] = true
	}
	const of = " arn:aws:iam::123456789012:"
	for _, want := range []string{
		"admin-access" + of + "user/cat", "admin-access" + of + "policy/spare", "user-without-mfa" + of + "user/ann", "access-key-old" + of + "user/ann", "access-key-old" + of + "user/cat",
		"access-unused" + of + "role/idle", "review-overdue" + of + "user/bob", "data-read-wildcard" + of + "role/busy", "direct-user-policy" + of + "user/cat", "iam-user-created" + of + "user/bob",
	} {
		if !got[want] {
			t.Errorf("no finding %s", want)
		}
	}
	for _, none := range []string{"user-without-mfa" + of + "user/bob", "access-key-old" + of + "user/bob", "access-unused" + of + "role/young", "access-unused" + of + "role/busy", "review-overdue" + of + "role/idle"} {
		if got[none] {
			t.Errorf("a finding %s", none)
		}
	}
}

// TestFaults: every call fails once and the reading is whole; one that fails for
// ever is an error that names it.
func TestFaults(t *testing.T) {
	all := func(ctx context.Context, srv *iamtest.Server) error {
		r := reader(srv)
		d, err := r.Details(ctx)
		if err != nil {
			return err
		}
		if _, err := r.CredentialReport(ctx); err != nil {
			return err
		}
		accessed, err := r.LastAccessed(ctx, live.Askable(d.Account, today))
		if err == nil && len(accessed) != 3 {
			return fmt.Errorf("%d answers, want 3", len(accessed))
		}
		return err
	}
	actions := []string{"GetAccountAuthorizationDetails", "GenerateCredentialReport", "GetCredentialReport", "GenerateServiceLastAccessedDetails", "GetServiceLastAccessedDetails"}
	for name, fault := range map[string]iamtest.Fault{"throttled": iamtest.Throttle, "server error": iamtest.Internal, "reset": iamtest.Reset, "denied": iamtest.Denied} {
		for _, action := range actions {
			t.Run(name+" "+action, func(t *testing.T) {
				t.Parallel()
				srv := clinic(t)
				srv.Live.ReportPending, srv.Live.JobPending = 2, 2
				seen := 0
				srv.SetFault(func(c iamtest.Call) iamtest.Fault {
					if c.Action != action {
						return iamtest.None
					}
					if seen++; seen == 1 {
						return fault
					}
					return iamtest.None
				})
				err := all(t.Context(), srv)
				if fault == iamtest.Denied {
					if !live.Denied(err) || !strings.Contains(err.Error(), "iam:"+action) {
						t.Errorf("error %v", err)
					}
				} else if err != nil {
					t.Errorf("once: %v", err)
				}
				if fault == iamtest.Denied {
					return
				}
				srv.SetFault(func(c iamtest.Call) iamtest.Fault {
					if c.Action == action {
						return fault
					}
					return iamtest.None
				})
				if err := all(t.Context(), srv); err == nil || live.Denied(err) || !strings.Contains(err.Error(), "iam:"+action) {
					t.Errorf("for ever: %v", err)
				}
			})
		}
	}
}

// TestWaiting: a report or a job that never is ready ends with the caller's
// patience, and a job that failed says so.
func TestWaiting(t *testing.T) {
	srv := clinic(t)
	srv.Live.ReportPending, srv.Live.JobPending = 1<<30, 1<<30
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := reader(srv).CredentialReport(ctx); err == nil || !strings.Contains(err.Error(), "still at work on the credential report") {
		t.Errorf("error %v", err)
	}
	if _, err := reader(srv).LastAccessed(ctx, []string{"arn:aws:iam::123456789012:role/busy"}); err == nil {
		t.Error("no error")
	}
	srv = clinic(t)
	srv.Live.JobFails = true
	if _, err := reader(srv).LastAccessed(t.Context(), []string{"arn:aws:iam::123456789012:role/busy"}); err == nil || !strings.Contains(err.Error(), "something broke") {
		t.Errorf("error %v", err)
	}
	// What was deleted meanwhile has no answer, and the others have.
	got, err := reader(clinic(t)).LastAccessed(t.Context(), []string{"arn:aws:iam::123456789012:role/gone", "arn:aws:iam::123456789012:role/busy"})
	if err != nil || len(got) != 1 {
		t.Errorf("%v, error %v", got, err)
	}
}
