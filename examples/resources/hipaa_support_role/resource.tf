resource "hipaa_support_role" "example" {
  name                 = "support"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-ops"
  justification        = "Help desk"

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}
