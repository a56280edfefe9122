resource "aws_iam_role_policy" "reader" {
  # signed in .iam/approvals by the people whom the approval block names
  role = aws_iam_role.reader.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::cardiology-images/*" }]
  })
}
