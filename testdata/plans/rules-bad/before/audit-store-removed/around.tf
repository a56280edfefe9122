# What the example refers to.

resource "aws_s3_bucket" "around" {
  bucket_prefix = "audit-"
}

resource "aws_cloudtrail" "around" {
  name                       = "around-audit-store-removed"
  s3_bucket_name             = aws_s3_bucket.around.id
  cloud_watch_logs_group_arn = "arn:aws:logs:us-east-1:123456789012:log-group:audit:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::123456789012:role/delivery"
}
