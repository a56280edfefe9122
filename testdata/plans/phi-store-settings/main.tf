# PHI in a bucket that nothing keeps from being made public, with a key that is not rotated and soon deleted, and a secret that is not
# rotated and has no key of its own.
# Expect phi-store-public-access-unblocked at aws_s3_bucket.images and aws_s3_bucket.half, kms-rotation-off and
# kms-deletion-window-short at aws_kms_key.phi, secret-rotation-off and secret-default-key at aws_secretsmanager_secret.database.

locals {
  phi = { DataClassification = "PHI" }
}

resource "aws_s3_bucket" "images" {
  bucket = "images"
  tags   = local.phi
}

resource "aws_s3_bucket_server_side_encryption_configuration" "images" {
  bucket = aws_s3_bucket.images.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_alias.phi.arn
    }
  }
}

resource "aws_kms_key" "phi" {
  deletion_window_in_days = 7
}

resource "aws_kms_alias" "phi" {
  name          = "alias/phi"
  target_key_id = aws_kms_key.phi.key_id
}

resource "aws_s3_bucket" "half" {
  bucket = "half"
  tags   = local.phi
}

resource "aws_s3_bucket_public_access_block" "half" {
  bucket             = aws_s3_bucket.half.id
  block_public_acls  = true
  ignore_public_acls = true
}

resource "aws_secretsmanager_secret" "database" {
  name = "database"
  tags = local.phi
}
