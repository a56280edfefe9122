# A bucket policy for everybody with a condition that anybody meets, a topic that an undeclared account may publish to, a public ACL, a function
# URL without authorization, and a PHI bucket that only denies reads in clear.
# Expect resource-public at aws_s3_bucket_policy.images, aws_s3_bucket_acl.website and aws_lambda_function_url.this;
# resource-external-undeclared at aws_sns_topic_policy.results; resource-transport-insecure at aws_s3_bucket.images.

resource "aws_s3_bucket" "images" {
  bucket = "images"
  tags   = { DataClassification = "PHI" }
}

resource "aws_s3_bucket_public_access_block" "images" {
  bucket             = aws_s3_bucket.images.id
  block_public_acls  = true
  ignore_public_acls = true
}

resource "aws_s3_bucket_policy" "images" {
  bucket = aws_s3_bucket.images.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "${aws_s3_bucket.images.arn}/*"
        Condition = { StringLike = { "aws:UserAgent" = "viewer/*" } }
      },
      {
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "${aws_s3_bucket.images.arn}/*"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_s3_bucket" "website" {
  bucket = "website"
}

resource "aws_s3_bucket_acl" "website" {
  bucket = aws_s3_bucket.website.id
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
      Principal = { AWS = "arn:aws:iam::999999999999:root" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.results.arn
    }]
  })
}

resource "aws_lambda_function_url" "this" {
  function_name      = "portal"
  authorization_type = "NONE"
}
