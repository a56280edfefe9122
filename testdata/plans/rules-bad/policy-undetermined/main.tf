resource "aws_iam_role_policy" "vendor" {
  role   = aws_iam_role.vendor.name
  policy = data.aws_s3_object.vendor_policy.body # of an object that is made in the same apply
}
