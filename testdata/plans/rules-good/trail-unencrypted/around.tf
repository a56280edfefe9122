# What the example refers to.

resource "aws_s3_bucket" "audit" {
  bucket_prefix = "audit-"
}

resource "aws_kms_key" "audit" {
  enable_key_rotation = true
}
