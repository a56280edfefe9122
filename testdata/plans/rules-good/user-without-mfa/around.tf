# What the example refers to.

resource "aws_iam_user" "jane" {
  name = "user-without-mfa-jane"
}

resource "aws_iam_group" "second_factor_enforced" {
  name = "second-factor-enforced"
}
