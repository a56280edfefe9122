# The same things right, in other words: a filter by the root user's ARN, patterns of CIS, one filter for two alarms, records kept for ever or
# for six years, a lifecycle rule for something else, and data events by an advanced selector.
# Expect none of alarm-missing, log-retention-short and phi-data-events-missing.

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
    id     = "archive"
    status = "Enabled"
    filter {}

    transition {
      days          = 90
      storage_class = "GLACIER"
    }

    expiration {
      days = 2557
    }
  }

  rule {
    id     = "scratch"
    status = "Enabled"

    filter {
      prefix = "query-results/"
    }

    expiration {
      days = 7
    }
  }
}

resource "aws_cloudwatch_log_group" "audit" {
  name = "audit"
}

resource "aws_cloudwatch_log_group" "application" {
  name              = "application"
  retention_in_days = 14
}

resource "aws_cloudtrail" "audit" {
  name                       = "audit"
  s3_bucket_name             = aws_s3_bucket.audit.id
  is_multi_region_trail      = true
  enable_log_file_validation = true
  kms_key_id                 = aws_kms_key.audit.arn
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.audit.arn}:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::123456789012:role/delivery"

  advanced_event_selector {
    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
  }

  advanced_event_selector {
    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }

    field_selector {
      field  = "resources.type"
      equals = ["AWS::S3::Object"]
    }

    field_selector {
      field       = "resources.ARN"
      starts_with = ["${aws_s3_bucket.cardiology.arn}/"]
    }
  }
}

resource "aws_s3_bucket" "cardiology" {
  bucket_prefix = "cardiology-"
  tags          = { DataClassification = "phi" }
}

resource "aws_s3_bucket_public_access_block" "cardiology" {
  bucket                  = aws_s3_bucket.cardiology.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

locals {
  filters = {
    root   = "{ $.userIdentity.arn = \"arn:aws:iam::*:root\" }"
    failed = "{ ($.eventName = ConsoleLogin) && ($.responseElements.ConsoleLogin != \"Success\") }"
    iam    = "{ $.eventSource = iam.amazonaws.com && ($.eventName = \"*Policy\" || $.eventName = \"*PolicyVersion\") }"
  }
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each = local.filters

  name           = each.key
  log_group_name = aws_cloudwatch_log_group.audit.name
  pattern        = each.value

  metric_transformation {
    name      = "events"
    namespace = "audit"
    value     = "1"
  }
}

resource "aws_sns_topic" "security" {
  name = "security"
}

resource "aws_cloudwatch_metric_alarm" "events" {
  alarm_name          = "events"
  metric_name         = "events"
  namespace           = aws_cloudwatch_log_metric_filter.this["root"].metric_transformation[0].namespace
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  alarm_actions       = [aws_sns_topic.security.arn]
}
