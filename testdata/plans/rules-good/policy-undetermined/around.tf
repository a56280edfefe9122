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

resource "aws_iam_role" "vendor" {
  name               = "policy-undetermined-vendor"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "vendor" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::vendor/*"]
  }
}
