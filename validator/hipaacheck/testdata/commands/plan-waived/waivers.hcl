waiver "trail-stopped" {
  address = "aws_cloudtrail.silent"
  reason  = "Records from Monday on, when the bucket is there"
  owner   = "it-security@example.org"
  ticket  = "SEC-1432"
  expires = "2026-11-30"
}

waiver "trail-stopped" {
  address = "aws_cloudtrail.organization"
  reason  = "The move"
  expires = "2026-11-22"
}

waiver "trail-removed" {
  address = "*"
  expires = "2027-01-31"
}
