# What the example refers to.

resource "aws_iam_group" "staff" {
  name = "staff"
}

resource "aws_iam_group_membership" "staff" {
  name  = "staff"
  group = aws_iam_group.staff.name
  users = [aws_iam_user.staff.name]
}

resource "aws_iam_user" "staff" {
  name = "mfa-enforcement-removed-staff"
}
