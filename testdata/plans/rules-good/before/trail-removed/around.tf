# What the example refers to.

resource "aws_s3_bucket" "audit" {
  bucket_prefix = "audit-"
}
