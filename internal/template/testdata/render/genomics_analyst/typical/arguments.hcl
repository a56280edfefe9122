regions   = ["us-east-1"]
places    = [{ region = "us-east-1", account_id = "123456789012" }]
workflows = ["arn:aws:omics:us-east-1:123456789012:workflow/1234567"]
run_roles = ["arn:aws:iam::123456789012:role/genomics-run"]

trust {
  saml {
    provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
    mfa_enforced_by = "idp"
    mfa_evidence    = "Sign-in policy SEC-12"
  }
}
