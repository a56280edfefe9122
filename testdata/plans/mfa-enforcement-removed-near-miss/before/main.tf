# The group has to use a second factor, before.

resource "aws_iam_group" "staff" {
  name = "staff"
}

resource "aws_iam_user" "jane" {
  name = "jane"
}

resource "aws_iam_group_membership" "staff" {
  name  = "staff"
  group = aws_iam_group.staff.name
  users = [aws_iam_user.jane.name]
}

resource "aws_iam_group_policy" "staff" {
  name  = "staff"
  group = aws_iam_group.staff.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::example/*"
      },
      {
        Effect    = "Deny"
        NotAction = ["iam:EnableMFADevice", "iam:ListMFADevices", "sts:GetSessionToken"]
        Resource  = "*"
        Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } }
      },
    ]
  })
}
