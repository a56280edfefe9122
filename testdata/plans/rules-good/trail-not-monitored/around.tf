# What the example refers to.

resource "aws_s3_bucket" "audit" {
  bucket_prefix = "audit-"
}

resource "aws_cloudwatch_log_group" "audit" {
  name              = "audit-trail-not-monitored"
  retention_in_days = 2192
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "delivery" {
  name               = "trail-not-monitored-delivery"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
