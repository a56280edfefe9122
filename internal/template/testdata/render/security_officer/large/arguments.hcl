application_log_groups = [for i in range(12) : format("arn:aws:logs:*:*:log-group:/application/number-%02d/*", i)]
trust {
  saml {
    provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
    mfa_enforced_by = "idp"
    mfa_evidence    = "Sign-in policy SEC-12"
  }
}
