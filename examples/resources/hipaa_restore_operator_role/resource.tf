resource "hipaa_restore_operator_role" "example" {
  name                 = "restore-operator"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-ops"
  justification        = "Restore operator"

  regions         = ["us-east-1"]
  vaults          = ["arn:aws:backup:us-east-1:123456789012:backup-vault:main"]
  recovery_points = ["arn:aws:backup:us-east-1:123456789012:recovery-point:*"]
  restore_roles   = ["arn:aws:iam::123456789012:role/restore"]
  accounts        = ["123456789012"]
  ticket          = "INC-2041"
  expires         = "2026-12-31T23:59:59Z"

  trust {
    mfa {
      users = ["arn:aws:iam::123456789012:user/ann", "arn:aws:iam::123456789012:user/bob"]
    }
  }
}
