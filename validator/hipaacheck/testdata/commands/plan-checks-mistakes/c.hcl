check "acme-a" {
  resources = ["aws_iam_role"]
  condition = !alows(resource, "s3:GetObject", "*")
  message   = "${resorce.name} may read"
}

check "acme-b" {
  resources = ["aws_iam_role"]
  condition = reaches_phi(resource, "x") || allows(resource)
  message   = "m"
}

check "trust-public" {
  resources = ["iam role"]
  condition = true
  message   = "m"
  citations = ["164"]
}

waiver "acme-c" {
  address = "*"
  expires = "2027-01-31"
}
