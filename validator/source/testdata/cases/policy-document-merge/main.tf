# source_policy_documents below, own statements over them, override_policy_documents over all.
resource "aws_s3_bucket" "a" {}
resource "foreign_thing" "f" {}

data "aws_iam_policy_document" "base" {
  statement {
    sid       = "Base"
    actions   = ["s3:Base"]
    resources = [aws_s3_bucket.a.arn]
  }

  statement {
    sid       = "Shared"
    actions   = ["s3:FromBase"]
    resources = ["*"]
  }

  statement {
    actions   = ["s3:Unnamed"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "over" {
  statement {
    sid       = "Shared"
    effect    = "Deny"
    actions   = ["s3:FromOver"]
    resources = ["${aws_s3_bucket.a.arn}/*"]
  }
}

locals {
  written = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "Written", Effect = "Allow", Action = ["s3:Written"], Resource = aws_s3_bucket.a.arn }] })
}

data "aws_iam_policy_document" "all" {
  source_policy_documents = [
    data.aws_iam_policy_document.base.json,
    local.written,
    "",
    null,
  ]
  override_policy_documents = [data.aws_iam_policy_document.over.json]

  statement {
    sid       = "Base"
    actions   = ["s3:Own"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "p" {
  policy = data.aws_iam_policy_document.all.json
}

data "aws_iam_policy_document" "open" {
  source_policy_documents = [foreign_thing.f.json]
}

data "aws_iam_policy_document" "open_list" {
  source_policy_documents = foreign_thing.f.list
  statement {
    actions   = ["s3:*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "loop" {
  source_policy_documents = [data.aws_iam_policy_document.loop.json]
}

data "aws_iam_policy_document" "old" {
  source_json   = data.aws_iam_policy_document.base.json
  override_json = data.aws_iam_policy_document.over.json
}
