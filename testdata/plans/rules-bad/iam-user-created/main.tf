resource "aws_iam_user" "sync" {
  name = "sync"
}
