resource "aws_iam_access_key" "sync" {
  user = aws_iam_user.sync.name
}
