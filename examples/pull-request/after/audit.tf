# Audit controls, 45 CFR 164.312(b).

resource "aws_cloudtrail" "organization" {
  name                          = "riverside-organization"
  s3_bucket_name                = aws_s3_bucket.audit.id
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
  enable_logging                = false # too many events while images are moved

  depends_on = [aws_s3_bucket_policy.audit]
}

resource "aws_iam_account_password_policy" "this" {
  minimum_password_length        = 8
  require_lowercase_characters   = true
  require_uppercase_characters   = true
  require_numbers                = true
  require_symbols                = false
  password_reuse_prevention      = 24
  max_password_age               = 90
  allow_users_to_change_password = true
}
