resource "hipaa_permissions_boundary" "example" {
  class     = "phi-workforce"
  name      = "phi-workforce"
  path      = "/boundaries/"
  resources = ["arn:aws:s3:::records/*", "arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/*"]
}

# Every role that carries it stays below it, whatever is attached to the role.
resource "hipaa_nurse_role" "bounded" {
  name_prefix           = "ward-nurse-"
  permissions_boundary  = hipaa_permissions_boundary.example.arn
  regions               = ["us-east-1"]
  healthlake_datastores = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0123456789abcdef0123456789abcdef"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}
