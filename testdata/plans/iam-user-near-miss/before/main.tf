resource "aws_iam_user" "tagged" {
  name = "tagged"
}

resource "aws_iam_access_key" "tagged" {
  user = aws_iam_user.tagged.name
}

resource "aws_iam_user" "old_name" {
  name = "same-person"
}
