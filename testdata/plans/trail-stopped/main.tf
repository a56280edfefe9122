# Logging switched off, and a trail created without logging.
# Expect trail-stopped at aws_cloudtrail.organization; aws_cloudtrail.silent never recorded anything.

resource "aws_s3_bucket" "audit" {
  bucket = "audit"
}

resource "aws_s3_bucket_policy" "audit" {
  bucket = aws_s3_bucket.audit.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Action = "s3:GetBucketAcl", Resource = aws_s3_bucket.audit.arn },
      { Effect = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Action = "s3:PutObject", Resource = "${aws_s3_bucket.audit.arn}/AWSLogs/*" },
    ]
  })
}

resource "aws_cloudtrail" "organization" {
  name                       = "organization"
  s3_bucket_name             = aws_s3_bucket.audit.id
  enable_log_file_validation = true
  enable_logging             = false

  depends_on = [aws_s3_bucket_policy.audit]
}

resource "aws_cloudtrail" "silent" {
  name                       = "silent"
  s3_bucket_name             = aws_s3_bucket.audit.id
  enable_log_file_validation = true
  enable_logging             = false

  depends_on = [aws_s3_bucket_policy.audit]
}
