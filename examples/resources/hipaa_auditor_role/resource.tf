resource "hipaa_auditor_role" "example" {
  name                 = "auditor"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-audit"
  justification        = "Auditor"

  evidence = { arn = "arn:aws:s3:::hospital-evidence", prefix = "2026/" }
  keys     = ["arn:aws:kms:us-east-1:123456789012:key/1"]
  regions  = ["us-east-1"]
  expires  = "2026-12-31T23:59:59Z"

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}
