# A trail renamed in code, one replaced under a new name, and one that Terraform only stops managing.
# Expect no trail-removed.

moved {
  from = aws_cloudtrail.old_address
  to   = aws_cloudtrail.new_address
}

removed {
  from = aws_cloudtrail.forgotten

  lifecycle {
    destroy = false
  }
}

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

resource "aws_cloudtrail" "new_address" {
  name                       = "old-address"
  s3_bucket_name             = aws_s3_bucket.audit.id
  enable_log_file_validation = true

  depends_on = [aws_s3_bucket_policy.audit]
}

resource "aws_cloudtrail" "replaced" {
  name                       = "replaced-by"
  s3_bucket_name             = aws_s3_bucket.audit.id
  enable_log_file_validation = true

  depends_on = [aws_s3_bucket_policy.audit]
}
