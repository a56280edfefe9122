organization {
  id       = "o-a1b2c3d4e5"
  accounts = { clinic = "123456789012" }
  aliases  = { aws = "123456789012", hipaa = "123456789012", "aws.management" = "210987654321" }
}

baa {
  accounts  = ["123456789012"]
  effective = "2025-01-31"
}

phi {
  tags = { DataClassification = ["phi"] }
}

audit {
  tags = { Purpose = ["audit"] }
  alarms = [
    "denied-calls", "sign-in-without-mfa", "root-use", "iam-change", "trail-change", "failed-sign-in", "key-disabled", "bucket-policy-change",
    "config-change", "security-group-change", "network-acl-change", "gateway-change", "route-table-change", "vpc-change", "organizations-change",
    "role-change", "break-glass-use",
  ]
}

principals {
  required_tags = ["Owner", "DataClassification", "ReviewBy"]
  review_tag    = "ReviewBy"
  max_review    = { phi = "90d", other = "365d" }
}

trust {
  identity_provider "arn:aws:iam::123456789012:saml-provider/Workforce" { enforces_mfa = true }
}

boundary {
  required = true
  allowed  = ["arn:aws:iam::123456789012:policy/clinic/boundaries/*"]
}
