waiver "pass-role-wildcard" {
  address = "*"
  reason  = "Used by the second plan alone."
  owner   = "it-security@example.org"
  expires = "2027-03-31"
}

waiver "trail-removed" {
  address = "aws_cloudtrail.gone"
  reason  = "Used by no plan."
  owner   = "it-security@example.org"
  expires = "2027-03-31"
}
