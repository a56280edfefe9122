now = "2026-11-23"

finding "acme-no-pass" {
  address  = "aws_iam_role.*"
  severity = "high"
}

finding "acme-named" {
  address = "aws_iam_role.ci"
  status  = "existing"
}

finding "acme-typo" {
  address = "aws_iam_role.ci"
  status  = "existing"
}
