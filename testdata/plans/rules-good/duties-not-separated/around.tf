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

resource "aws_iam_role" "keys" {
  name               = "duties-not-separated-keys"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_kms_key" "phi" {
  enable_key_rotation = true
}
