# data.aws_iam_policy_document: everything that its schema has.
data "aws_iam_policy_document" "full" {
  version   = "2008-10-17"
  policy_id = "my-id"

  statement {
    sid         = "One"
    effect      = "Deny"
    not_actions = ["s3:PutObject", "s3:GetObject"]
    resources   = ["arn:aws:s3:::b/&{aws:username}/*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::444455556666:root"]
    }

    not_principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com", "ec2.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["", "home/", "home/&{aws:username}/"]
    }

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["more/"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = [false]
    }
  }

  statement {
    actions       = ["s3:*"]
    not_resources = [aws_s3_bucket.a.arn]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }

  statement {
    actions   = ["s3:ListBucket"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "aws_s3_bucket" "a" {}

data "aws_iam_policy_document" "empty" {}

data "aws_iam_policy_document" "nulls" {
  statement {
    sid       = null
    effect    = null
    actions   = compact(["s3:GetObject", "", null])
    resources = ["*", null]
  }
}

resource "aws_s3_bucket_policy" "p" {
  policy = data.aws_iam_policy_document.full.json
}

data "aws_iam_policy_document" "many" {
  count = 2
  statement {
    actions   = ["s3:Get${count.index}"]
    resources = [aws_s3_bucket.a.arn]
  }
}

resource "aws_iam_policy" "many" {
  count  = 2
  policy = data.aws_iam_policy_document.many[count.index].minified_json
}
