# Override files change arguments, blocks, locals and outputs.
locals {
  action = "s3:Before"
  kept   = "kept"
}

variable "v" {
  type    = string
  default = "before"
}

data "aws_iam_policy_document" "d" {
  statement {
    actions   = [local.action]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "blocks" {
  version = "2008-10-17"
  statement {
    actions   = ["s3:Replaced"]
    resources = ["*"]
  }
}

resource "test" "t" {
  value = "before"
  other = "${local.kept} ${var.v}"
}
