# A whole trail whose key and log group are made in the same plan; one for data events only, in its Region; and one with arguments that
# another resource decides at apply.
# Expect none of trail-single-region, trail-validation-off, trail-unencrypted and trail-not-monitored; what is not known is undetermined.

resource "aws_s3_bucket" "audit" {
  bucket = "audit"
}

resource "aws_kms_key" "audit" {
  enable_key_rotation = true
}

resource "aws_cloudwatch_log_group" "audit" {
  name = "audit"
}

resource "aws_cloudtrail" "whole" {
  name                       = "whole"
  s3_bucket_name             = aws_s3_bucket.audit.id
  is_multi_region_trail      = true
  enable_log_file_validation = true
  kms_key_id                 = aws_kms_key.audit.arn
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.audit.arn}:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::123456789012:role/delivery"
}

resource "aws_cloudtrail" "data_only" {
  name                       = "data-only"
  s3_bucket_name             = aws_s3_bucket.audit.id
  enable_log_file_validation = true
  kms_key_id                 = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  cloud_watch_logs_group_arn = "arn:aws:logs:us-east-1:123456789012:log-group:audit:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::123456789012:role/delivery"

  advanced_event_selector {
    name = "objects"

    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }

    field_selector {
      field  = "resources.type"
      equals = ["AWS::S3::Object"]
    }
  }
}

resource "terraform_data" "choice" {
  input = true
}

resource "aws_cloudtrail" "undecided" {
  name                       = "undecided"
  s3_bucket_name             = aws_s3_bucket.audit.id
  is_multi_region_trail      = terraform_data.choice.output
  enable_log_file_validation = terraform_data.choice.output
  kms_key_id                 = terraform_data.choice.output ? aws_kms_key.audit.arn : null
  cloud_watch_logs_group_arn = "arn:aws:logs:us-east-1:123456789012:log-group:audit:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::123456789012:role/delivery"
}
