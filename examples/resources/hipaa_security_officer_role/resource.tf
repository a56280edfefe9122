resource "hipaa_security_officer_role" "example" {
  name                 = "security-officer"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-audit"
  justification        = "Security or privacy officer"

  application_log_groups = ["arn:aws:logs:*:*:log-group:/app/*"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}
