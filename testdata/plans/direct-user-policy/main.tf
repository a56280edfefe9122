# Policies on users themselves: inline, attached, attached by the old resource, exclusive sets, and to a user elsewhere.
# Expect direct-user-policy once for each user: ada, bo, cy, di and the user "outside" (at its attachment).

resource "aws_iam_user" "all" {
  for_each = toset(["ada", "bo", "cy", "di"])
  name     = each.key
}

resource "aws_iam_policy" "reports" {
  name = "reports"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::reports/*" }]
  })
}

resource "aws_iam_user_policy" "ada" {
  name   = "inline"
  user   = aws_iam_user.all["ada"].name
  policy = aws_iam_policy.reports.policy
}

resource "aws_iam_user_policy_attachment" "bo" {
  user       = aws_iam_user.all["bo"].name
  policy_arn = aws_iam_policy.reports.arn
}

resource "aws_iam_policy_attachment" "cy" {
  name       = "cy"
  users      = [aws_iam_user.all["cy"].name]
  policy_arn = aws_iam_policy.reports.arn
}

resource "aws_iam_user_policy_attachments_exclusive" "di" {
  user_name   = aws_iam_user.all["di"].name
  policy_arns = [aws_iam_policy.reports.arn]
}

resource "aws_iam_user_policy_attachment" "outside" {
  user       = "outside"
  policy_arn = aws_iam_policy.reports.arn
}
