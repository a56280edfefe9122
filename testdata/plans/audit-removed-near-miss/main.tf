# Records kept for less time and still long enough, an application's log group and an alarm on load that go,
# a flow log that goes with its network, and a log group that Terraform only stops managing.
# Expect neither audit-store-removed nor detection-removed.

removed {
  from = aws_cloudwatch_log_group.forgotten

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

resource "aws_cloudtrail" "audit" {
  name                       = "audit"
  s3_bucket_name             = aws_s3_bucket.audit.id
  is_multi_region_trail      = true
  enable_log_file_validation = true

  depends_on = [aws_s3_bucket_policy.audit]
}

resource "aws_cloudwatch_log_group" "audit" {
  name              = "audit"
  retention_in_days = 2192
  tags              = { Purpose = "audit" }
}
