# Roles that people take.

data "aws_iam_policy_document" "people" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${local.account}:root"]
    }

    condition {
      test     = "Bool"
      variable = "aws:MultiFactorAuthPresent"
      values   = ["true"]
    }
  }
}

resource "aws_iam_role" "image_reader" {
  name                 = "image-reader"
  assume_role_policy   = data.aws_iam_policy_document.people.json
  permissions_boundary = aws_iam_policy.boundary.arn
  max_session_duration = 14400
  tags                 = local.phi_tags
}

resource "aws_iam_role_policy" "image_reader" {
  name = "read-images"
  role = aws_iam_role.image_reader.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:ListBucket"]
      Resource = [aws_s3_bucket.imaging.arn, "${aws_s3_bucket.imaging.arn}/*"]
    }]
  })
}

resource "aws_iam_role" "on_call" {
  name                 = "on-call"
  assume_role_policy   = data.aws_iam_policy_document.people.json
  permissions_boundary = aws_iam_policy.boundary.arn
  max_session_duration = 3600
  tags                 = local.phi_tags
}
