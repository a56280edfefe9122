resource "aws_iam_role_policy" "export" {
  role = aws_iam_role.export.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", NotResource = "arn:aws:s3:::payroll/*" }]
  })
}
