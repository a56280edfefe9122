resource "aws_s3_bucket" "scans" {
  bucket = "riverside-scans"
  tags   = { DataClassification = "phi" }
}
