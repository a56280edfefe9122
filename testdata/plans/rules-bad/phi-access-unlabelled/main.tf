resource "aws_iam_role" "viewer" {
  name               = "viewer"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "viewer" {
  role = aws_iam_role.viewer.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::cardiology-images/*" }]
  })
}
