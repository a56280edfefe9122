# What the example refers to.

resource "aws_iam_user" "sync" {
  name = "access-key-old-sync"
}
