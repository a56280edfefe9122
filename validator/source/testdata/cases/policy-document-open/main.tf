# Parts of a data document that are not known.
resource "aws_s3_bucket" "a" {}
resource "aws_iam_role" "r" {}
resource "foreign_thing" "f" {}

data "aws_iam_policy_document" "values" {
  statement {
    actions   = foreign_thing.f.actions
    resources = concat([aws_s3_bucket.a.arn], foreign_thing.f.arns)
    principals {
      type        = "AWS"
      identifiers = foreign_thing.f.principals
    }
    condition {
      test     = "StringEquals"
      variable = "${foreign_thing.f.issuer}:sub"
      values   = [aws_iam_role.r.unique_id]
    }
  }
}

data "aws_iam_policy_document" "effect" {
  statement {
    effect    = foreign_thing.f.effect
    actions   = ["s3:*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "kind" {
  statement {
    actions = ["s3:*"]
    principals {
      type        = foreign_thing.f.kind
      identifiers = ["*"]
    }
  }
}

data "aws_iam_policy_document" "blocks" {
  dynamic "statement" {
    for_each = foreign_thing.f.list
    content {
      actions   = ["s3:*"]
      resources = ["*"]
    }
  }
}

data "aws_iam_policy_document" "conditions" {
  statement {
    actions   = ["s3:*"]
    resources = ["*"]
    dynamic "condition" {
      for_each = aws_s3_bucket.a.arn == "x" ? [1] : []
      content {
        test     = "Bool"
        variable = "aws:SecureTransport"
        values   = ["true"]
      }
    }
  }
}

data "aws_iam_policy_document" "sid" {
  source_policy_documents = [data.aws_iam_policy_document.sid_known.json]
  statement {
    sid       = foreign_thing.f.sid
    actions   = ["s3:*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "sid_known" {
  statement {
    sid       = "Known"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["*"]
  }
}
