// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package connection_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/connection"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
)

// alone takes the tester's own settings and credentials away.
func alone(t *testing.T) {
	t.Helper()
	for _, name := range []string{
		"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION",
		"AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_ARTIFACT",
	} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	t.Setenv("HOME", t.TempDir())
}

func settings(endpoint string) connection.Settings {
	none := 0
	return connection.Settings{Region: "us-east-1", AccessKey: "a", SecretKey: "b", IAMEndpoint: endpoint, STSEndpoint: endpoint, MaxRetries: &none, Version: "test"}
}

func TestOpenIsLazyAndAsksOnce(t *testing.T) {
	alone(t)
	srv := iamtest.New(t)
	c := connection.New(settings(srv.URL))
	if got := c.Partition(t.Context()); got != "aws" || len(srv.Calls()) != 0 {
		t.Errorf("partition %s after %d calls", got, len(srv.Calls()))
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			clients, err := c.Open(t.Context())
			if err != nil || clients.Account != iamtest.Account {
				t.Errorf("clients %+v, error %v", clients, err)
			}
		})
	}
	group.Wait()
	if n := len(srv.Calls()); n != 1 {
		t.Errorf("%d calls, want one GetCallerIdentity", n)
	}
}

func TestOpenTriesAgainAfterAFailure(t *testing.T) {
	alone(t)
	srv := iamtest.New(t)
	srv.SetFault(func(iamtest.Call) iamtest.Fault { return iamtest.Denied })
	c := connection.New(settings(srv.URL))
	if _, err := c.Open(t.Context()); err == nil || !strings.Contains(err.Error(), "the AWS credentials do not work, or STS cannot be reached") {
		t.Errorf("error %v", err)
	}
	srv.SetFault(nil)
	if _, err := c.Open(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestOpenRefuses(t *testing.T) {
	alone(t)
	srv := iamtest.New(t)
	tests := map[string]struct {
		edit func(*connection.Settings)
		want string
	}{
		"an account that is not allowed": {func(s *connection.Settings) { s.AllowedAccounts = []string{"210987654321"} }, "allowed_account_ids does not list"},
		"a forbidden account":            {func(s *connection.Settings) { s.ForbidAccounts = []string{iamtest.Account} }, "forbidden_account_ids lists"},
		"accounts nobody asks for": {func(s *connection.Settings) {
			s.AllowedAccounts, s.SkipRequestingAccountID = []string{iamtest.Account}, true
		}, "cannot be kept with skip_requesting_account_id"},
		"a mode that is none":         {func(s *connection.Settings) { s.RetryMode = "often" }, "retry_mode"},
		"a proxy that is none":        {func(s *connection.Settings) { s.HTTPSProxy = "::" }, "https_proxy is no URL"},
		"a profile that is not there": {func(s *connection.Settings) { s.Profile = "nobody" }, "the AWS configuration cannot be read"},
		"a token that nobody gives": {func(s *connection.Settings) {
			s.WebIdentity = &connection.WebIdentity{RoleARN: "arn:aws:iam::123456789012:role/x"}
		}, "neither web_identity_token nor web_identity_token_file"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := settings(srv.URL)
			tc.edit(&s)
			if _, err := connection.New(s).Open(t.Context()); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want %q", err, tc.want)
			}
		})
	}
}

func TestSkipsAskNothing(t *testing.T) {
	alone(t)
	s := settings("http://127.0.0.1:1")
	s.SkipCredentialsValidation, s.SkipRequestingAccountID = true, true
	clients, err := connection.New(s).Open(t.Context())
	if err != nil || clients.Account != "" {
		t.Errorf("clients %+v, error %v", clients, err)
	}
}

func TestPartition(t *testing.T) {
	alone(t)
	for region, want := range map[string]string{
		"": "aws", "us-east-1": "aws", "eu-central-1": "aws", "us-gov-west-1": "aws-us-gov", "cn-north-1": "aws-cn", "us-iso-east-1": "aws-iso", "us-isob-east-1": "aws-iso-b",
	} {
		if got := connection.New(connection.Settings{Region: region}).Partition(t.Context()); got != want {
			t.Errorf("%s: %s, want %s", region, got, want)
		}
	}
	t.Setenv("AWS_REGION", "us-gov-east-1")
	if got := connection.New(connection.Settings{}).Partition(t.Context()); got != "aws-us-gov" {
		t.Errorf("from the environment: %s", got)
	}
}

// TestSharedFiles reads credentials and the Region from files, by profile.
func TestSharedFiles(t *testing.T) {
	alone(t)
	srv := iamtest.New(t)
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	s := settings(srv.URL)
	s.Region, s.AccessKey, s.SecretKey, s.Profile = "", "", "", "clinic"
	s.SharedConfigFiles = []string{write("config", "[profile clinic]\nregion = us-gov-west-1\n")}
	s.SharedCredentialsFiles = []string{write("credentials", "[clinic]\naws_access_key_id = AKIDFILE\naws_secret_access_key = x\n")}
	c := connection.New(s)
	clients, err := c.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if clients.Partition != "aws-us-gov" || c.Partition(t.Context()) != "aws-us-gov" {
		t.Errorf("partitions %s and %s", clients.Partition, c.Partition(t.Context()))
	}
}

// TestRequests looks at what is sent: through a proxy where one is set, signed
// by the roles assumed one after the other, with the program's name.
func TestRequests(t *testing.T) {
	alone(t)
	var mu sync.Mutex
	var seen []*http.Request
	var bodies []string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if err := req.ParseForm(); err != nil {
			t.Error(err)
		}
		mu.Lock()
		seen = append(seen, req)
		bodies = append(bodies, req.Form.Get("Action")+" "+req.Form.Get("RoleArn")+" "+req.Form.Get("ExternalId"))
		mu.Unlock()
		switch req.Form.Get("Action") {
		case "AssumeRole":
			_, _ = w.Write([]byte(`<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AKID` + req.Form.Get("RoleSessionName") +
				`</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`))
		default:
			_, _ = w.Write([]byte(`<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`))
		}
	}))
	t.Cleanup(srv.Close)
	s := settings("http://sts.test")
	s.HTTPProxy = srv.URL
	s.AssumeRole = []connection.AssumeRole{
		{RoleARN: "arn:aws:iam::111111111111:role/first", SessionName: "FIRST", ExternalID: "x-1", Duration: time.Hour},
		{RoleARN: "arn:aws:iam::222222222222:role/second", SessionName: "SECOND"},
	}
	if _, err := connection.New(s).Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := []string{"AssumeRole arn:aws:iam::111111111111:role/first x-1", "AssumeRole arn:aws:iam::222222222222:role/second ", "GetCallerIdentity  "}
	if got := strings.Join(bodies, "\n"); got != strings.Join(want, "\n") {
		t.Fatalf("requests:\n%s\nwant:\n%s", got, strings.Join(want, "\n"))
	}
	for i, key := range []string{"Credential=a/", "Credential=AKIDFIRST/", "Credential=AKIDSECOND/"} {
		if auth := seen[i].Header.Get("Authorization"); !strings.Contains(auth, key) {
			t.Errorf("request %d is signed by %s, want %s", i, auth, key)
		}
		if seen[i].Host != "sts.test" || !strings.Contains(seen[i].UserAgent(), "terraform-provider-hipaa/test") {
			t.Errorf("request %d to %s by %s", i, seen[i].Host, seen[i].UserAgent())
		}
	}
	// A host that is exempt is not asked for through the proxy.
	s.NoProxy = "other.test, .test"
	s.AssumeRole = nil
	before := len(seen)
	if _, err := connection.New(s).Open(t.Context()); err == nil || len(seen) != before {
		t.Errorf("error %v after %d requests through the proxy", err, len(seen)-before)
	}
}

// TestRetries counts how often a request is repeated.
func TestRetries(t *testing.T) {
	alone(t)
	srv := iamtest.New(t)
	once := 1
	s := settings(srv.URL)
	s.MaxRetries, s.SkipCredentialsValidation, s.SkipRequestingAccountID = &once, true, true
	clients, err := connection.New(s).Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	srv.SetFault(func(iamtest.Call) iamtest.Fault { return iamtest.Internal })
	name := "x"
	if _, err := clients.IAM.GetRole(t.Context(), &iam.GetRoleInput{RoleName: &name}); err == nil {
		t.Error("no error")
	}
	if n := len(srv.Calls()); n != 2 {
		t.Errorf("%d calls, want 2", n)
	}
}

// TestArtifact: Artifact is asked at the endpoint that is set, by the provider or
// the environment; a partition without one has no client.
func TestArtifact(t *testing.T) {
	tests := map[string]struct {
		region string
		set    bool
		env    string
		want   bool // a client
		asked  bool // our endpoint
	}{
		"set":                                  {region: "us-east-1", set: true, want: true, asked: true},
		"of the environment":                   {region: "us-east-1", env: "AWS_ENDPOINT_URL_ARTIFACT", want: true, asked: true},
		"one for all of the environment":       {region: "us-east-1", env: "AWS_ENDPOINT_URL", want: true, asked: true},
		"set where the partition has none":     {region: "cn-north-1", set: true, want: true, asked: true},
		"not set where the partition has none": {region: "cn-north-1"},
		"AWS's own":                            {region: "us-gov-west-1", want: true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			alone(t)
			srv := iamtest.NewArtifact(t)
			s := settings("http://127.0.0.1:1")
			s.Region, s.SkipCredentialsValidation, s.SkipRequestingAccountID = tc.region, true, true
			if tc.set {
				s.ArtifactEndpoint = srv.URL
			}
			if tc.env != "" {
				t.Setenv(tc.env, srv.URL)
			}
			clients, err := connection.New(s).Open(t.Context())
			if err != nil || (clients.Artifact != nil) != tc.want {
				t.Fatalf("clients %+v, error %v", clients, err)
			}
			if !tc.asked {
				return
			}
			if _, err := clients.Artifact.Agreements(t.Context()); err != nil || len(srv.Calls()) != 1 {
				t.Errorf("error %v after %d calls", err, len(srv.Calls()))
			}
		})
	}
}
