regions         = [for i in range(3) : "us-east-${i}"]
vaults          = [for i in range(8) : format("arn:aws:backup:us-east-1:123456789012:backup-vault:a-vault-with-a-name-%02d", i)]
recovery_points = [for i in range(8) : format("arn:aws:backup:us-east-1:123456789012:recovery-point:a-point-%02d*", i)]
restore_roles   = [for i in range(5) : format("arn:aws:iam::123456789012:role/pipelines/a-role-with-a-long-name-%02d", i)]
accounts        = ["123456789012"]
ticket          = "INC-2041"
expires         = "2026-12-31T23:59:59Z"
trust {
  mfa {
    users = [for i in range(5) : format("arn:aws:iam::123456789012:user/staff/a-user-with-a-long-name-%02d", i)]
  }
}
