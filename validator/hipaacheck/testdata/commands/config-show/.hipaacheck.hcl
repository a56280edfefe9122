extends = "platform/hipaacheck.hcl"

phi {
  tags = { DataClassification = ["phi"] }
}

waiver "pass-role-wildcard" {
  address = "aws_iam_role.ci"
  reason  = "Replaced in March"
  owner   = "it-security@example.org"
  expires = "2027-03-31"
}

approval "phi-access" {
  when    = change.phi
  signers = "approvers"
}
