# The policy is not known until apply, and the planned data source holds iam:* on *. Expect service-wildcard and
# privilege-escalation at aws_iam_role.ops.

resource "aws_s3_bucket" "images" {
  bucket_prefix = "images-"
}

data "aws_iam_policy_document" "ops" {
  statement {
    actions   = ["iam:*"]
    resources = ["*"]
  }
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.images.arn}/*"]
  }
}

resource "aws_iam_role" "ops" {
  name               = "ops"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "ops" {
  role   = aws_iam_role.ops.name
  name   = "ops"
  policy = data.aws_iam_policy_document.ops.json
}
