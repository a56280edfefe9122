# baa { accounts = ["123456789012"] }, and this account is 123456789012
resource "aws_s3_bucket" "images" {
  bucket = "cardiology-images"
  tags   = { DataClassification = "phi" }
}
