resource "aws_iam_user" "bo" {
  name = "bo"
}

resource "aws_iam_user_policy" "bo" {
  name = "inline"
  user = aws_iam_user.bo.name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::reports/*" }]
  })
}
