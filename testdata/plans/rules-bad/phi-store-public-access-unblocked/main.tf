resource "aws_s3_bucket" "images" {
  bucket = "images"
  tags   = { DataClassification = "phi" }
}
