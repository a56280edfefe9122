# Users get what they may do from a group; an empty exclusive set takes direct policies away.
# Expect no direct-user-policy, and it resolved at user.bo.

resource "aws_iam_user" "ada" {
  name = "ada"
}

resource "aws_iam_group" "readers" {
  name = "readers"
}

resource "aws_iam_group_policy" "readers" {
  name  = "read"
  group = aws_iam_group.readers.name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::reports/*" }]
  })
}

resource "aws_iam_group_membership" "readers" {
  name  = "readers"
  group = aws_iam_group.readers.name
  users = [aws_iam_user.ada.name, aws_iam_user.bo.name]
}

resource "aws_iam_user" "bo" {
  name = "bo"
}

resource "aws_iam_user_policies_exclusive" "bo" {
  user_name    = aws_iam_user.bo.name
  policy_names = []
}
