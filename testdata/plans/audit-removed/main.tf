# A log group is gone from the code, the records of another go after 90 days, the flow log and the filter go, and
# the alarm does nothing any more.
# Expect audit-store-removed at aws_cloudwatch_log_group.audit and at aws_cloudwatch_log_group.marked; detection-removed at
# aws_flow_log.this, aws_cloudwatch_log_metric_filter.root and aws_cloudwatch_metric_alarm.root.

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

resource "aws_cloudwatch_log_group" "marked" {
  name              = "marked"
  retention_in_days = 90
  tags              = { Purpose = "audit" }
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_cloudwatch_metric_alarm" "root" {
  alarm_name          = "root"
  metric_name         = "root"
  namespace           = "audit"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  alarm_actions       = []
}
