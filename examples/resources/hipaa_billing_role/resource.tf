resource "hipaa_billing_role" "example" {
  name                 = "billing"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workforce"
  justification        = "Claims and billing"

  regions          = ["us-east-1"]
  claim_buckets    = [{ arn = "arn:aws:s3:::hospital-claims", prefix = "837/" }, { arn = "arn:aws:s3:::hospital-claims", prefix = "835/" }]
  claim_tables     = ["arn:aws:dynamodb:us-east-1:123456789012:table/claims"]
  claim_attributes = ["payer", "claim", "amount"]
  workgroups       = ["arn:aws:athena:us-east-1:123456789012:workgroup/claims"]
  results          = { arn = "arn:aws:s3:::hospital-claims-results", prefix = "" }
  databases        = [{ region = "us-east-1", account_id = "123456789012", name = "claims" }]
  lake_formation   = true
  transformers     = ["arn:aws:b2bi:us-east-1:123456789012:transformer/tr-1"]
  keys             = ["arn:aws:kms:us-east-1:123456789012:key/1"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}
