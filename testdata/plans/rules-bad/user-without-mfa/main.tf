resource "aws_iam_user_login_profile" "jane" {
  user = aws_iam_user.jane.name
}
