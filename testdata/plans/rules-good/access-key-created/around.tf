# What the example refers to.

data "aws_iam_policy_document" "roles_anywhere" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["rolesanywhere.amazonaws.com"]
    }
  }
}
