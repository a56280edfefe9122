# Root use is filtered by a word that CloudTrail does not write, failed sign-ins have no alarm that does something, and of the IAM changes
# one is left out. Records are deleted after a year, and nobody records who reads the PHI in one of two buckets.
# Expect alarm-missing three times, log-retention-short at aws_cloudwatch_log_group.audit, aws_cloudwatch_log_group.marked and
# aws_s3_bucket_lifecycle_configuration.audit, phi-data-events-missing at aws_cloudtrail.audit.

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

resource "aws_kms_key" "audit" {
  enable_key_rotation = true
}

resource "aws_s3_bucket_lifecycle_configuration" "audit" {
  bucket = aws_s3_bucket.audit.id

  rule {
    id     = "expire"
    status = "Enabled"
    filter {}

    expiration {
      days = 365
    }
  }
}

resource "aws_cloudwatch_log_group" "audit" {
  name              = "audit"
  retention_in_days = 365
}

resource "aws_cloudwatch_log_group" "marked" {
  name              = "marked"
  retention_in_days = 1827
  tags              = { Purpose = "Audit" }
}

resource "aws_cloudtrail" "audit" {
  name                       = "audit"
  s3_bucket_name             = aws_s3_bucket.audit.id
  is_multi_region_trail      = true
  enable_log_file_validation = true
  kms_key_id                 = aws_kms_key.audit.arn
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.audit.arn}:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::123456789012:role/delivery"

  event_selector {
    data_resource {
      type   = "AWS::S3::Object"
      values = ["${aws_s3_bucket.cardiology.arn}/"]
    }
  }
}

resource "aws_s3_bucket" "cardiology" {
  bucket_prefix = "cardiology-"
  tags          = { DataClassification = "phi" }
}

resource "aws_s3_bucket" "radiology" {
  bucket_prefix = "radiology-"
  tags          = { DataClassification = "phi" }
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each = { cardiology = aws_s3_bucket.cardiology.id, radiology = aws_s3_bucket.radiology.id }

  bucket                  = each.value
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

locals {
  filters = {
    root   = "{ $.userIdentity.type = \"root\" }"
    failed = "{ ($.eventName = ConsoleLogin) && ($.errorMessage = \"Failed authentication\") }"
    iam    = "{ ($.eventName = \"*RolePolicy\") || ($.eventName = \"*UserPolicy\") || ($.eventName = \"*GroupPolicy\") }"
  }
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each = local.filters

  name           = each.key
  log_group_name = aws_cloudwatch_log_group.audit.name
  pattern        = each.value

  metric_transformation {
    name      = each.key
    namespace = "audit"
    value     = "1"
  }
}

resource "aws_sns_topic" "security" {
  name = "security"
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.filters

  alarm_name          = each.key
  metric_name         = each.key
  namespace           = "audit"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  alarm_actions       = each.key == "failed" ? [] : [aws_sns_topic.security.arn]
}
