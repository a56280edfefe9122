# Where records are. What else holds PHI is made the same way.

resource "aws_s3_bucket" "records" {
  bucket = local.record_bucket
  tags   = local.records_tags
}

resource "aws_s3_bucket_versioning" "records" {
  bucket = aws_s3_bucket.records.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "records" {
  bucket = aws_s3_bucket.records.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.records.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "records" {
  bucket                  = aws_s3_bucket.records.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "hipaa_store_policy_document" "records" {
  type            = "bucket"
  arn             = "arn:aws:s3:::${local.record_bucket}"
  account_id      = var.account_id
  organization_id = var.organization_id
  readers         = [local.arn.clinician, local.arn.application, local.arn.break_glass]
  writers         = [local.arn.application]
}

resource "aws_s3_bucket_policy" "records" {
  bucket = aws_s3_bucket.records.id
  policy = data.hipaa_store_policy_document.records.json

  depends_on = [hipaa_clinician_role.this, hipaa_application_role.this, hipaa_break_glass_role.this]
}
