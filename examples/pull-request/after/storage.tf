# What holds PHI, and what holds the audit records of its use.

resource "aws_s3_bucket" "imaging" {
  bucket = "riverside-imaging"

  tags = {
    Owner              = "imaging@riverside.example"
    DataClassification = "phi"
    ReviewBy           = "2027-06-30"
  }
}

resource "aws_s3_bucket" "audit" {
  bucket = "riverside-audit"

  tags = {
    Owner              = "security@riverside.example"
    DataClassification = "internal"
    Purpose            = "audit"
    ReviewBy           = "2027-06-30"
  }
}

resource "aws_s3_bucket_policy" "audit" {
  bucket = aws_s3_bucket.audit.id
  policy = data.aws_iam_policy_document.audit.json
}

data "aws_iam_policy_document" "audit" {
  statement {
    sid       = "TrailChecksAcl"
    actions   = ["s3:GetBucketAcl"]
    resources = [aws_s3_bucket.audit.arn]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["123456789012"]
    }
  }

  statement {
    sid       = "TrailWrites"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.audit.arn}/AWSLogs/123456789012/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["123456789012"]
    }
  }
}
