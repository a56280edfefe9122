# Trails that each lack one thing, and one that lacks all.
# Expect trail-single-region, trail-validation-off, trail-unencrypted and trail-not-monitored at aws_cloudtrail.bare, and each of
# them at the trail of its name.

resource "aws_s3_bucket" "audit" {
  bucket = "audit"
}

resource "aws_s3_bucket_lifecycle_configuration" "audit" {
  bucket = aws_s3_bucket.audit.id

  rule {
    id     = "keep"
    status = "Enabled"
    filter {}

    expiration {
      days = 2557
    }
  }
}

resource "aws_kms_key" "audit" {
  enable_key_rotation = true
}

resource "aws_cloudwatch_log_group" "audit" {
  name              = "audit"
  retention_in_days = 2192
}

resource "aws_cloudtrail" "bare" {
  name           = "bare"
  s3_bucket_name = aws_s3_bucket.audit.id
}

resource "aws_cloudtrail" "single_region" {
  name                       = "single-region"
  s3_bucket_name             = aws_s3_bucket.audit.id
  is_multi_region_trail      = false
  enable_log_file_validation = true
  kms_key_id                 = aws_kms_key.audit.arn
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.audit.arn}:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::123456789012:role/delivery"
}

resource "aws_cloudtrail" "validation_off" {
  name                       = "validation-off"
  s3_bucket_name             = aws_s3_bucket.audit.id
  is_multi_region_trail      = true
  kms_key_id                 = aws_kms_key.audit.arn
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.audit.arn}:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::123456789012:role/delivery"
}

resource "aws_cloudtrail" "unencrypted" {
  name                       = "unencrypted"
  s3_bucket_name             = aws_s3_bucket.audit.id
  is_multi_region_trail      = true
  enable_log_file_validation = true
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.audit.arn}:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::123456789012:role/delivery"
}

resource "aws_cloudtrail" "not_monitored" {
  name                       = "not-monitored"
  s3_bucket_name             = aws_s3_bucket.audit.id
  is_multi_region_trail      = true
  enable_log_file_validation = true
  kms_key_id                 = aws_kms_key.audit.arn
}
