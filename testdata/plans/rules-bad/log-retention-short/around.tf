# What the example refers to.

resource "aws_s3_bucket" "around" {
  bucket_prefix = "audit-"
}

resource "aws_cloudtrail" "around" {
  name                       = "around-log-retention-short"
  s3_bucket_name             = aws_s3_bucket.around.id
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.audit.arn}:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::123456789012:role/delivery"
}
