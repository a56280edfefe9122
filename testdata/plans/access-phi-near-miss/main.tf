# Roles that reach PHI by its name and say so, and roles that only look like it.
# Expect no phi-access-broad, phi-access-unlabelled, duties-not-separated or ineligible-service above low.

locals {
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_s3_bucket" "images" {
  bucket = "cardiology-images"
  tags   = { DataClassification = "phi" }
}

resource "aws_s3_bucket" "site" {
  bucket = "cardiology-site"
  tags   = { DataClassification = "public" }
}

resource "aws_iam_role" "named" {
  name               = "named"
  assume_role_policy = local.trust
  tags               = { DataClassification = "phi" }
}

resource "aws_iam_role_policy" "named" {
  name = "own"
  role = aws_iam_role.named.name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "${aws_s3_bucket.images.arn}/*" }]
  })
}

resource "aws_iam_role" "other_bucket" {
  name               = "other-bucket"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "other_bucket" {
  name = "own"
  role = aws_iam_role.other_bucket.name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = [aws_s3_bucket.site.arn, "${aws_s3_bucket.site.arn}/*"] }]
  })
}

resource "aws_iam_role" "settings" {
  name               = "settings"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "settings" {
  name = "own"
  role = aws_iam_role.settings.name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetBucketLocation", "s3:ListBucket"], Resource = aws_s3_bucket.images.arn }]
  })
}
