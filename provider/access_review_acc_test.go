// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
	"github.com/hipaa-iam/terraform-provider-hipaa/provider"
)

const (
	serviceTrust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
	anything     = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`
	review       = "data.hipaa_access_review.account"
)

// reviewed is an endpoint with an account that has something to find.
func reviewed(t *testing.T, at time.Time) *iamtest.Server {
	t.Helper()
	srv := iamtest.New(t)
	ago := func(days int) time.Time { return at.AddDate(0, 0, -days) }
	srv.Live.Users = []iamtest.User{
		{Name: "ann", Created: ago(500), Password: true, KeyMade: ago(91), KeyUsed: ago(1)},
		{Name: "bob", Created: ago(500), Password: true, MFA: true, KeyMade: ago(90), Tags: map[string]string{"ReviewBy": ago(1).Format(time.DateOnly)}},
		{Name: "cat", Created: ago(500), Inline: map[string]string{"all": anything}},
	}
	srv.Put(&iamtest.Role{Name: "idle", Trust: serviceTrust, Created: ago(400), Inline: map[string]string{
		"read": `{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":["s3:GetObject","sqs:ReceiveMessage"],"Resource":"*"}]}`,
	}})
	srv.Live.Policies = map[string]string{"arn:aws:iam::123456789012:policy/spare": anything}
	srv.Live.Accessed = map[string]map[string]time.Time{
		"arn:aws:iam::123456789012:user/cat": {"s3": ago(1), "ec2": {}}, "arn:aws:iam::123456789012:role/idle": {"s3": ago(30), "sqs": {}},
	}
	srv.Live.ReportPending, srv.Live.JobPending = 1, 1
	return srv
}

func names(list ...string) knownvalue.Check {
	var out []knownvalue.Check
	for _, n := range list {
		out = append(out, knownvalue.ObjectPartial(map[string]knownvalue.Check{"name": knownvalue.StringExact(n)}))
	}
	return knownvalue.ListExact(out)
}

func users(list ...string) knownvalue.Check {
	var out []knownvalue.Check
	for _, n := range list {
		out = append(out, knownvalue.ObjectPartial(map[string]knownvalue.Check{"user": knownvalue.StringExact(n)}))
	}
	return knownvalue.ListExact(out)
}

func expect(attribute string, check knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(review, tfjsonpath.New(attribute), check)
}

// TestAccAccessReview reviews an account of several pages, whose report and jobs
// take their time; the example of the documentation warns of what is there.
func TestAccAccessReview(t *testing.T) {
	at := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	defer provider.SetNow(at)()
	srv := reviewed(t, at)
	example, err := os.ReadFile("../examples/data-sources/hipaa_access_review/data-source.tf")
	if err != nil {
		t.Fatal(err)
	}
	permission := func(principal, policy, service string, narrower knownvalue.Check) knownvalue.Check {
		return knownvalue.ObjectExact(map[string]knownvalue.Check{
			"principal": knownvalue.StringExact("arn:aws:iam::123456789012:" + principal), "policy": knownvalue.StringExact(policy),
			"services": knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact(service)}), "narrower_policy": narrower, "statements_left": knownvalue.ListSizeExact(0),
		})
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: at4(srv.URL) + string(example),
			ConfigStateChecks: []statecheck.StateCheck{
				expect("account_id", knownvalue.StringExact(account)), expect("as_of", knownvalue.StringExact("2026-11-28T12:00:00Z")),
				expect("complete", knownvalue.Bool(true)), expect("missing", knownvalue.ListSizeExact(0)),
				expect("users_without_mfa", names("ann")), expect("old_access_keys", users("ann")), expect("unused_access_keys", users()),
				expect("unused_roles", names("idle")), expect("overdue_reviews", names("bob")),
				expect("root_user", knownvalue.ObjectExact(map[string]knownvalue.Check{"mfa": knownvalue.Bool(true), "access_keys": knownvalue.Int64Exact(0)})),
				expect("unused_permissions", knownvalue.ListExact([]knownvalue.Check{
					permission("role/idle", "read", "sqs", knownvalue.StringExact(`{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`)),
					permission("user/cat", "all", "ec2", knownvalue.StringExact(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}`)),
				})),
				expect("counts", knownvalue.ObjectPartial(map[string]knownvalue.Check{
					"users": knownvalue.Int64Exact(3), "groups": knownvalue.Int64Exact(0), "roles": knownvalue.Int64Exact(1), "policies": knownvalue.Int64Exact(1),
					"findings": knownvalue.MapPartial(map[string]knownvalue.Check{"critical": knownvalue.Int64Exact(4)}), // two of a user, and two of a policy that nobody has
				})),
				statecheck.ExpectKnownOutputValue("authorization_details", knownvalue.StringRegexp(regexp.MustCompile(`^\{"UserDetailList":\[`))),
				expect("credential_report_as_of", knownvalue.StringExact("2026-11-28T08:00:00Z")),
			},
		}},
	})
}

// at4 is a provider configuration for an endpoint, with few repetitions.
func at4(url string) string { return at(url, "max_retries = 2") }

// TestAccAccessReview_notAllowed: what may not be read, or is not ready in time, is
// null and said, and a check of it does not pass.
func TestAccAccessReview_notAllowed(t *testing.T) {
	at := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	defer provider.SetNow(at)()
	deny := func(actions ...string) func(iamtest.Call) iamtest.Fault {
		return func(c iamtest.Call) iamtest.Fault {
			for _, a := range actions {
				if c.Action == a {
					return iamtest.Denied
				}
			}
			return iamtest.None
		}
	}
	const bare = `data "hipaa_access_review" "account" {}`
	missing := func(pattern string) knownvalue.Check {
		return knownvalue.ListExact([]knownvalue.Check{knownvalue.StringRegexp(regexp.MustCompile(pattern))})
	}
	tests := map[string]struct {
		config string
		edit   func(*iamtest.Server)
		checks []statecheck.StateCheck
		fails  string
	}{
		"the report": {config: bare, edit: func(s *iamtest.Server) { s.Fault = deny("GenerateCredentialReport") }, checks: []statecheck.StateCheck{
			expect("complete", knownvalue.Bool(false)), expect("missing", missing(`^The credential report: .*AccessDenied`)),
			expect("users_without_mfa", knownvalue.Null()), expect("old_access_keys", knownvalue.Null()), expect("root_user", knownvalue.Null()), expect("credential_report", knownvalue.Null()),
			expect("unused_roles", names("idle")), expect("unused_permissions", knownvalue.ListSizeExact(2)),
		}},
		"the last use": {config: bare, edit: func(s *iamtest.Server) { s.Fault = deny("GetServiceLastAccessedDetails") }, checks: []statecheck.StateCheck{
			expect("complete", knownvalue.Bool(false)), expect("missing", missing(`^Which services are used: .*AccessDenied`)),
			expect("unused_permissions", knownvalue.Null()), expect("users_without_mfa", names("ann")),
		}},
		"the last use is not asked for": {config: `data "hipaa_access_review" "account" { last_accessed = false }`, edit: func(s *iamtest.Server) { s.Fault = deny("GenerateServiceLastAccessedDetails") }, checks: []statecheck.StateCheck{
			expect("complete", knownvalue.Bool(true)), expect("unused_permissions", knownvalue.Null()),
		}},
		"a report that is never ready": {config: `data "hipaa_access_review" "account" {
  last_accessed = false
  timeout       = "2s"
}`, edit: func(s *iamtest.Server) { s.Live.ReportPending = 1 << 30 }, checks: []statecheck.StateCheck{
			expect("complete", knownvalue.Bool(false)), expect("missing", missing(`^The credential report: AWS is still at work on the credential report`)), expect("users_without_mfa", knownvalue.Null()),
		}},
		"a timeout that is none":   {config: `data "hipaa_access_review" "account" { timeout = "soon" }`, edit: func(*iamtest.Server) {}, fails: `"soon" is not a length of time from 1s to 2h`},
		"the account":              {config: bare, edit: func(s *iamtest.Server) { s.Fault = deny("GetAccountAuthorizationDetails") }, fails: "The account may not be read"},
		"a job that fails":         {config: bare, edit: func(s *iamtest.Server) { s.Live.JobFails = true }, fails: "The account cannot be reviewed"},
		"a check of what is null":  {config: bare + "\noutput \"n\" { value = length(" + review + ".users_without_mfa) }", edit: func(s *iamtest.Server) { s.Fault = deny("GetCredentialReport") }, fails: "argument must not be null"},
		"an account that is empty": {config: bare, edit: func(s *iamtest.Server) { s.Live, s.PageSize = iamtest.Live{}, 100; s.Remove("idle") }, checks: []statecheck.StateCheck{expect("complete", knownvalue.Bool(true)), expect("findings", knownvalue.ListSizeExact(0))}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			srv := reviewed(t, at)
			tc.edit(srv)
			step := resource.TestStep{Config: at4(srv.URL) + tc.config, ConfigStateChecks: tc.checks}
			if tc.fails != "" {
				step.ExpectError = says(tc.fails)
			}
			resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: []resource.TestStep{step}})
		})
	}
}

// TestAccAccessReview_moto reviews an account in moto, with a role of this
// provider. moto knows no last-accessed details.
func TestAccAccessReview_moto(t *testing.T) {
	url := iamtest.Moto(t)
	client := api(url)
	prefix := fmt.Sprintf("review-%d-", time.Now().UnixNano()%1e6)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	user := prefix + "ann"
	_, err := client.CreateUser(t.Context(), &iam.CreateUserInput{UserName: &user})
	must(err)
	_, err = client.CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{UserName: &user, Password: aws.String("Correct-Horse-9-Battery")})
	must(err)
	_, err = client.PutUserPolicy(t.Context(), &iam.PutUserPolicyInput{UserName: &user, PolicyName: aws.String("all"), PolicyDocument: aws.String(anything)})
	must(err)
	role := prefix + "late"
	_, err = client.CreateRole(t.Context(), &iam.CreateRoleInput{RoleName: &role, AssumeRolePolicyDocument: aws.String(serviceTrust), Tags: []iamtypes.Tag{{Key: aws.String("ReviewBy"), Value: aws.String("2020-01-31")}}})
	must(err)
	has := func(list, key, want string) resource.TestCheckFunc {
		return func(s *terraform.State) error {
			r := s.RootModule().Resources[review].Primary.Attributes
			for i := range 1000 {
				switch got, ok := r[fmt.Sprintf("%s.%d.%s", list, i, key)]; {
				case !ok:
					return fmt.Errorf("%s has no %s", list, want)
				case got == want:
					return nil
				}
			}
			return nil
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: at4(url) + `
data "hipaa_access_review" "account" {
  last_accessed = false
}`,
			Check: resource.ComposeAggregateTestCheckFunc(
				has("users_without_mfa", "name", user), has("overdue_reviews", "name", role),
				has("findings", "message", "The user "+user+" has a console password and no second factor."),
				has("findings", "arn", "arn:aws:iam::123456789012:role/"+role),
			),
			ConfigStateChecks: []statecheck.StateCheck{expect("complete", knownvalue.Bool(true))},
		}},
	})
}
