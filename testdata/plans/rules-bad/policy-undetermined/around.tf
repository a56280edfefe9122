# What the example refers to.

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "vendor" {
  name               = "policy-undetermined-vendor"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_s3_object" "vendor_policy" {
  bucket  = "vendor"
  key     = "policy.json"
  content = timestamp()
}

data "aws_s3_object" "vendor_policy" {
  bucket = aws_s3_object.vendor_policy.bucket
  key    = aws_s3_object.vendor_policy.key
}
