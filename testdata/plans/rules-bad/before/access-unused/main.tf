# last used in 2025
resource "aws_iam_role" "migration" {
  name               = "migration-2025"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
