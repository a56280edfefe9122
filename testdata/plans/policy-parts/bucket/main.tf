variable "insecure" { type = bool }
variable "attach" {
  type    = bool
  default = false
}
variable "attached" {
  type    = string
  default = null
}
variable "everybody" { type = bool }
variable "bucket_arn" { type = string }
variable "bucket" { type = string }

data "aws_iam_policy_document" "secure" {
  count = var.insecure ? 0 : 1
  statement {
    sid       = "Secure"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [var.bucket_arn, "${var.bucket_arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

data "aws_iam_policy_document" "everybody" {
  count = var.everybody ? 1 : 0
  statement {
    sid       = "Everybody"
    actions   = ["s3:GetObject"]
    resources = ["${var.bucket_arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

data "aws_iam_policy_document" "combined" {
  source_policy_documents = compact([
    var.insecure ? "" : data.aws_iam_policy_document.secure[0].json,
    var.everybody ? data.aws_iam_policy_document.everybody[0].json : "",
    var.attach ? var.attached : "",
  ])
}

resource "aws_s3_bucket_policy" "this" {
  bucket = var.bucket
  policy = data.aws_iam_policy_document.combined.json
}
