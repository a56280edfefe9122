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

resource "aws_cloudtrail" "old_address" {
  name                       = "old-address"
  s3_bucket_name             = aws_s3_bucket.audit.id
  enable_log_file_validation = true

  depends_on = [aws_s3_bucket_policy.audit]
}

resource "aws_cloudtrail" "replaced" {
  name                       = "replaced"
  s3_bucket_name             = aws_s3_bucket.audit.id
  enable_log_file_validation = true

  depends_on = [aws_s3_bucket_policy.audit]
}

resource "aws_cloudtrail" "forgotten" {
  name                       = "forgotten"
  s3_bucket_name             = aws_s3_bucket.audit.id
  enable_log_file_validation = true

  depends_on = [aws_s3_bucket_policy.audit]
}
