// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
	"github.com/hipaa-iam/terraform-provider-hipaa/provider"
)

func TestMain(m *testing.M) {
	code := m.Run()
	iamtest.StopMoto()
	os.Exit(code)
}

// factories run the provider inside the test; the Terraform CLI is the real one.
var factories = map[string]func() (tfprotov6.ProviderServer, error){
	"hipaa": provider.NewImpatientServer,
}

// at is a provider configuration for an endpoint, with more settings as HCL.
func at(endpoint, more string) string {
	return fmt.Sprintf(`
provider "hipaa" {
  region     = "us-east-1"
  access_key = "test"
  secret_key = "test"
  endpoints {
    iam = %[1]q
    sts = %[1]q
  }
  %[2]s
}
`, endpoint, more)
}

// api is a client of an endpoint, for what happens outside Terraform.
func api(endpoint string) *iam.Client {
	return iam.New(iam.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(endpoint), Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""),
	})
}

const (
	account  = "123456789012"
	boundary = "arn:aws:iam::" + account + ":policy/boundary"
)

// clinician is a clinician's role with more arguments as HCL.
func clinician(name, more string) string {
	return fmt.Sprintf(`
resource "hipaa_clinician_role" "test" {
  name           = %q
  regions        = ["us-east-1"]
  record_buckets = [{ arn = "arn:aws:s3:::letters", prefix = "discharge/" }]
  keys           = ["arn:aws:kms:us-east-1:123456789012:key/1"]
  %s
  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "SEC-12"
    }
  }
}
`, name, more)
}

// keyAdministrator is a key administrator's role with more arguments as HCL.
func keyAdministrator(name, more string) string {
	return fmt.Sprintf(`
resource "hipaa_kms_key_administrator_role" "test" {
  name    = %q
  regions = ["us-east-1"]
  keys    = ["arn:aws:kms:us-east-1:123456789012:key/1"]
  %s
  trust {
    mfa {
      users = ["arn:aws:iam::123456789012:user/keys"]
    }
  }
}
`, name, more)
}

// breakGlass is an emergency role with more arguments as HCL.
func breakGlass(name, more string) string {
	return fmt.Sprintf(`
resource "hipaa_break_glass_role" "test" {
  name                 = %q
  scope                = "platform"
  permissions_boundary = %q
  %s
  trust {
    mfa {
      users = ["arn:aws:iam::123456789012:user/one", "arn:aws:iam::123456789012:user/two"]
    }
  }
}
`, name, boundary, more)
}

// start makes a fault-injecting endpoint that knows the principals of the roles above.
func start(t testing.TB) *iamtest.Server {
	t.Helper()
	srv := iamtest.New(t)
	srv.AddPrincipal("arn:aws:iam::123456789012:user/keys", "arn:aws:iam::123456789012:user/one", "arn:aws:iam::123456789012:user/two")
	srv.AddPolicy(boundary)
	return srv
}
