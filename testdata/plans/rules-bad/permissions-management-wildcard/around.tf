# What the example refers to.

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "app" {
  name               = "permissions-management-wildcard-app"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
