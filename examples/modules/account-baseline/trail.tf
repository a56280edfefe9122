# 45 CFR 164.312(b): who did what, kept for six years where nobody can change it.

resource "aws_s3_bucket" "audit" {
  bucket              = local.trail_bucket
  object_lock_enabled = true
  tags                = local.audit_tags
}

resource "aws_s3_bucket_versioning" "audit" {
  bucket = aws_s3_bucket.audit.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_object_lock_configuration" "audit" {
  bucket = aws_s3_bucket.audit.id

  rule {
    default_retention {
      mode = "COMPLIANCE"
      days = local.retention_days
    }
  }

  depends_on = [aws_s3_bucket_versioning.audit]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "audit" {
  bucket = aws_s3_bucket.audit.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.audit.arn
    }
  }
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
      days = local.retention_days + 30
    }
  }
}

resource "aws_s3_bucket_public_access_block" "audit" {
  bucket                  = aws_s3_bucket.audit.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "hipaa_store_policy_document" "audit" {
  type            = "bucket"
  arn             = "arn:aws:s3:::${local.trail_bucket}"
  account_id      = var.account_id
  organization_id = var.organization_id
  readers         = [local.arn.auditor]

  services = [{
    principal   = "cloudtrail.amazonaws.com"
    access      = "write"
    prefix      = "AWSLogs/"
    source_arns = [local.arn.trail]
  }]
}

resource "aws_s3_bucket_policy" "audit" {
  bucket = aws_s3_bucket.audit.id
  policy = data.hipaa_store_policy_document.audit.json

  depends_on = [hipaa_auditor_role.this]
}

resource "aws_cloudwatch_log_group" "trail" {
  name              = local.log_group
  retention_in_days = local.retention_days
  kms_key_id        = aws_kms_key.audit.arn
  tags              = local.audit_tags

  depends_on = [aws_kms_key_policy.audit]
}

resource "aws_iam_role" "trail" {
  name                 = "${var.name}-trail-delivery"
  permissions_boundary = local.boundary["nophi-ops"]
  tags                 = local.audit_tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id, "aws:SourceArn" = local.arn.trail } }
    }]
  })

  depends_on = [hipaa_permissions_boundary.this]
}

resource "aws_iam_role_policy" "trail" {
  name = "delivery"
  role = aws_iam_role.trail.name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = "${local.arn.log_group}:log-stream:*" }]
  })
}

resource "aws_cloudtrail" "this" {
  name                          = local.trail_name
  s3_bucket_name                = aws_s3_bucket.audit.id
  is_multi_region_trail         = true
  is_organization_trail         = var.organization_trail
  include_global_service_events = true
  enable_log_file_validation    = true
  enable_logging                = true
  kms_key_id                    = aws_kms_key.audit.arn
  cloud_watch_logs_group_arn    = "${aws_cloudwatch_log_group.trail.arn}:*"
  cloud_watch_logs_role_arn     = aws_iam_role.trail.arn
  tags                          = local.audit_tags

  advanced_event_selector {
    name = "What is done to the account"

    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
  }

  advanced_event_selector {
    name = "Who reads and writes records"

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
      starts_with = ["arn:aws:s3:::${local.record_bucket}/"]
    }
  }

  depends_on = [aws_s3_bucket_policy.audit, aws_kms_key_policy.audit, aws_iam_role_policy.trail]
}
