regions   = [for i in range(3) : "us-east-${i}"]
places    = [for i in range(3) : { region = "us-east-${i}", account_id = "123456789012" }]
workflows = [for i in range(20) : format("arn:aws:omics:us-east-1:123456789012:workflow/12345%02d", i)]
run_roles = [for i in range(8) : format("arn:aws:iam::123456789012:role/pipelines/a-role-with-a-long-name-%02d", i)]
trust {
  saml {
    provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
    mfa_enforced_by = "idp"
    mfa_evidence    = "Sign-in policy SEC-12"
  }
}
