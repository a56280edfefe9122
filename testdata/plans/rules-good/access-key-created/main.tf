resource "aws_iam_role" "sync" {
  name               = "sync"
  assume_role_policy = data.aws_iam_policy_document.roles_anywhere.json
}
