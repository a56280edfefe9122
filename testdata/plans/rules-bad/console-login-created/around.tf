# What the example refers to.

resource "aws_iam_user" "ada" {
  name = "console-login-created-ada"
}
