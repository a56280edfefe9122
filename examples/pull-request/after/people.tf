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
  max_session_duration = 43200
  tags                 = local.phi_tags
}

# As it should be: MFA, four hours, a boundary, owner and review date, one
# department's images. The bucket is new, so its ARN is not known at plan time.
resource "aws_s3_bucket" "teaching" {
  bucket = "riverside-imaging-teaching"
  tags   = local.phi_tags
}

resource "aws_iam_role" "radiologist" {
  name                 = "radiologist"
  assume_role_policy   = data.aws_iam_policy_document.people.json
  permissions_boundary = aws_iam_policy.boundary.arn
  max_session_duration = 14400
  tags                 = local.phi_tags
}

data "aws_iam_policy_document" "radiologist" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.teaching.arn}/*"]
  }
}

resource "aws_iam_role_policy" "radiologist" {
  name   = "read-teaching-images"
  role   = aws_iam_role.radiologist.id
  policy = data.aws_iam_policy_document.radiologist.json
}
