scope                = "platform"
permissions_boundary = "arn:aws:iam::123456789012:policy/emergency-boundary"
ticket               = "INC-2291"
expires              = "2026-12-31T23:59:59Z"

trust {
  mfa {
    users           = ["arn:aws:iam::123456789012:user/break-glass-1", "arn:aws:iam::123456789012:user/break-glass-2"]
    organization_id = "o-a1b2c3d4e5"
  }
}
