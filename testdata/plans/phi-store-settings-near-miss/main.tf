# The same, whole; beside it a bucket and a key that hold no PHI, and an asymmetric key that AWS does not rotate.
# Expect none of phi-store-public-access-unblocked, kms-rotation-off, secret-rotation-off, secret-default-key, and kms-deletion-window-short
# only at aws_kms_key.plain, as low.

locals {
  phi = { DataClassification = "PHI" }
}

resource "aws_s3_bucket" "images" {
  for_each = toset(["cardiology", "radiology"])

  bucket = "images-${each.key}"
  tags   = local.phi
}

resource "aws_s3_bucket_public_access_block" "images" {
  for_each = aws_s3_bucket.images

  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "images" {
  for_each = aws_s3_bucket.images

  bucket = each.value.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.phi.arn
    }
  }
}

resource "aws_kms_key" "phi" {
  enable_key_rotation = true
  tags                = local.phi
}

resource "aws_kms_key" "signing" {
  customer_master_key_spec = "RSA_2048"
  key_usage                = "SIGN_VERIFY"
  deletion_window_in_days  = 30
  tags                     = local.phi
}

resource "aws_s3_bucket" "website" {
  bucket = "website"
}

resource "aws_kms_key" "plain" {
  deletion_window_in_days = 7
}

resource "aws_secretsmanager_secret" "database" {
  name       = "database"
  kms_key_id = aws_kms_key.phi.arn
  tags       = local.phi
}

resource "aws_secretsmanager_secret_rotation" "database" {
  secret_id           = aws_secretsmanager_secret.database.id
  rotation_lambda_arn = "arn:aws:lambda:us-east-1:123456789012:function:rotate"

  rotation_rules {
    automatically_after_days = 30
  }
}

resource "aws_secretsmanager_secret" "other" {
  name = "other"
}
