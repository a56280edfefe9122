# What the example refers to.

resource "aws_s3_bucket" "images" {
  bucket = "images-resource-public"
}
