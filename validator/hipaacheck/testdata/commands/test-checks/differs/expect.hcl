rules = ["acme-no-pass", "pass-role-wildcard"]

finding "acme-no-pass" {
  address = "aws_iam_role.other"
}
