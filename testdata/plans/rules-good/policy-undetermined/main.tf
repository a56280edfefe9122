resource "aws_iam_role_policy" "vendor" {
  role   = aws_iam_role.vendor.name
  policy = data.aws_iam_policy_document.vendor.json
}
