# What the example refers to.

resource "aws_iam_user" "jane" {
  name = "user-without-mfa-jane"
}
