resource "hipaa_backup_operator_role" "example" {
  name                 = "backup-operator"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-ops"
  justification        = "Backup operator"

  regions         = ["us-east-1"]
  vaults          = ["arn:aws:backup:us-east-1:123456789012:backup-vault:main"]
  backup_roles    = ["arn:aws:iam::123456789012:role/backup"]
  recovery_points = ["arn:aws:backup:us-east-1:123456789012:recovery-point:*"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}
