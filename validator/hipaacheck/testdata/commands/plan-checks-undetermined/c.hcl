check "acme-reads" {
  resources = ["aws_iam_role"]
  condition = !allows(resource, "s3:GetObject", "*")
  message   = "${resource.name} may read"
  severity  = "low"
}
