resource "aws_cloudtrail" "audit" {
  name                  = "audit"
  s3_bucket_name        = aws_s3_bucket.audit.id
  is_multi_region_trail = true

  event_selector {
    read_write_type           = "All"
    include_management_events = true

    data_resource {
      type   = "AWS::S3::Object"
      values = ["${aws_s3_bucket.images.arn}/"]
    }
  }
}

resource "aws_s3_bucket" "images" {
  bucket = "images"
  tags   = { DataClassification = "phi" }
}
