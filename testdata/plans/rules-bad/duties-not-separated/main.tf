resource "aws_iam_role_policy" "keys" {
  role = aws_iam_role.keys.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:Decrypt"]
      Resource = aws_kms_key.phi.arn
    }]
  })
}
