# 45 CFR 164.308(a)(1)(ii)(D) and 164.308(a)(8): what watches the account.

resource "aws_guardduty_detector" "this" {
  enable = true
  tags   = local.audit_tags
}

resource "aws_securityhub_account" "this" {}

resource "aws_macie2_account" "this" {}

resource "aws_accessanalyzer_analyzer" "this" {
  analyzer_name = "${var.name}-access"
  type          = "ACCOUNT"
  tags          = local.audit_tags
}

resource "aws_ebs_encryption_by_default" "this" {
  enabled = true
}

resource "aws_s3_account_public_access_block" "this" {
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_iam_service_linked_role" "config" {
  aws_service_name = "config.amazonaws.com"
}

resource "aws_config_configuration_recorder" "this" {
  name     = var.name
  role_arn = aws_iam_service_linked_role.config.arn

  recording_group {
    all_supported                 = true
    include_global_resource_types = true
  }
}

resource "aws_s3_bucket" "config" {
  bucket = local.config_bucket
  tags   = local.audit_tags
}

resource "aws_s3_bucket_versioning" "config" {
  bucket = aws_s3_bucket.config.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "config" {
  bucket = aws_s3_bucket.config.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.audit.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "config" {
  bucket                  = aws_s3_bucket.config.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "hipaa_store_policy_document" "config" {
  type            = "bucket"
  arn             = "arn:aws:s3:::${local.config_bucket}"
  account_id      = var.account_id
  organization_id = var.organization_id
  readers         = [local.arn.auditor]
  services        = [{ principal = "config.amazonaws.com", access = "write", prefix = "AWSLogs/${var.account_id}/Config/" }]
}

resource "aws_s3_bucket_policy" "config" {
  bucket = aws_s3_bucket.config.id
  policy = data.hipaa_store_policy_document.config.json

  depends_on = [hipaa_auditor_role.this]
}

resource "aws_config_delivery_channel" "this" {
  name           = var.name
  s3_bucket_name = aws_s3_bucket.config.id

  depends_on = [aws_config_configuration_recorder.this, aws_s3_bucket_policy.config, aws_kms_key_policy.audit]
}

resource "aws_config_configuration_recorder_status" "this" {
  name       = aws_config_configuration_recorder.this.name
  is_enabled = true

  depends_on = [aws_config_delivery_channel.this]
}
