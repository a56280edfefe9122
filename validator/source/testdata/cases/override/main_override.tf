locals {
  action = "s3:After"
}

variable "v" {
  default = "after"
}

data "aws_iam_policy_document" "blocks" {
  statement {
    actions   = ["s3:New"]
    resources = ["*"]
  }
}

resource "test" "t" {
  value = "after"
}
