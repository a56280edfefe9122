# Principal * narrowed to an organisation, to a VPC endpoint and to the account that owns the topic; a public ACL that is ignored; a PHI bucket
# that denies what comes in clear, by references that are not known before apply.
# Expect none of resource-public, resource-external-undeclared and resource-transport-insecure.

resource "aws_s3_bucket" "images" {
  bucket_prefix = "images-"
  tags          = { DataClassification = "PHI" }
}

resource "aws_s3_bucket_public_access_block" "images" {
  bucket                  = aws_s3_bucket.images.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "aws_iam_policy_document" "images" {
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.images.arn, "${aws_s3_bucket.images.arn}/*"]

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

resource "aws_s3_bucket_policy" "images" {
  bucket = aws_s3_bucket.images.id
  policy = data.aws_iam_policy_document.images.json
}

resource "aws_s3_bucket" "shared" {
  bucket = "shared"
}

resource "aws_s3_bucket_policy" "shared" {
  bucket = aws_s3_bucket.shared.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::shared/*"
        Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-exampleorg1" } }
      },
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:PutObject"
        Resource  = "arn:aws:s3:::shared/*"
        Condition = { StringEquals = { "aws:SourceVpce" = "vpce-1a2b3c4d5e6f7a8b9" } }
      },
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::127311923021:root" }
        Action    = "s3:PutObject"
        Resource  = "arn:aws:s3:::shared/elb/*"
      },
    ]
  })
}

resource "aws_s3_bucket" "old" {
  bucket = "old"
}

resource "aws_s3_bucket_public_access_block" "old" {
  bucket             = aws_s3_bucket.old.id
  ignore_public_acls = true
}

resource "aws_s3_bucket_acl" "old" {
  bucket = aws_s3_bucket.old.id
  acl    = "public-read"
}

resource "aws_sns_topic" "results" {
  name = "results"
}

resource "aws_sns_topic_policy" "results" {
  arn = aws_sns_topic.results.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = ["sns:Publish", "sns:Subscribe"]
      Resource  = aws_sns_topic.results.arn
      Condition = { StringEquals = { "AWS:SourceOwner" = "123456789012" } }
    }]
  })
}
