resource "hipaa_researcher_role" "example" {
  name                 = "researcher"
  permissions_boundary = "arn:aws:iam::123456789012:policy/research"
  justification        = "Researcher on de-identified data"

  regions    = ["us-east-1"]
  datasets   = [{ arn = "arn:aws:s3:::deidentified", prefix = "projects/" }]
  workgroups = ["arn:aws:athena:us-east-1:123456789012:workgroup/research"]
  results    = { arn = "arn:aws:s3:::research-results", prefix = "" }
  databases  = [{ region = "us-east-1", account_id = "123456789012", name = "deidentified" }]
  notebooks  = ["arn:aws:sagemaker:us-east-1:123456789012:user-profile/d-1/p7"]
  keys       = ["arn:aws:kms:us-east-1:123456789012:key/1"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}
