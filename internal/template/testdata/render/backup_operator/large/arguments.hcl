regions         = [for i in range(3) : "us-east-${i}"]
vaults          = [for i in range(10) : format("arn:aws:backup:us-east-1:123456789012:backup-vault:a-vault-with-a-name-%02d", i)]
backup_roles    = [for i in range(6) : format("arn:aws:iam::123456789012:role/pipelines/a-role-with-a-long-name-%02d", i)]
recovery_points = [for i in range(10) : format("arn:aws:backup:us-east-1:123456789012:recovery-point:a-point-%02d*", i)]
trust {
  saml {
    provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
    mfa_enforced_by = "idp"
    mfa_evidence    = "Sign-in policy SEC-12"
  }
}
