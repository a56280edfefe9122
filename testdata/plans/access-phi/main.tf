# Roles that reach PHI: by a pattern that is wider than the PHI stores, and without the tag that says so.
# Expect phi-access-broad and phi-access-unlabelled at aws_iam_role.broad, phi-access-unlabelled alone at
# aws_iam_role.unlabelled, duties-not-separated at aws_iam_role.both, and ineligible-service at aws_iam_role.broad.

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

resource "aws_dynamodb_table" "charts" {
  name         = "charts"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  tags         = { DataClassification = "PHI" }

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_iam_role" "broad" {
  name               = "broad"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "broad" {
  name = "own"
  role = aws_iam_role.broad.name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "s3:DeleteObject", "sdb:Select"], Resource = "arn:aws:s3:::cardiology-*" }, { Effect = "Allow", Action = "gamelift:*", Resource = "*" }]
  })
}

resource "aws_iam_role" "unlabelled" {
  name               = "unlabelled"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "unlabelled" {
  name = "own"
  role = aws_iam_role.unlabelled.name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "dynamodb:Query", Resource = aws_dynamodb_table.charts.arn }]
  })
}

resource "aws_iam_role" "both" {
  name               = "both"
  assume_role_policy = local.trust
  tags               = { DataClassification = "phi" }
}

resource "aws_iam_role_policy" "both" {
  name = "own"
  role = aws_iam_role.both.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.images.arn}/*" },
      { Effect = "Allow", Action = "iam:CreateUser", Resource = "arn:aws:iam::123456789012:user/clinic/*" },
    ]
  })
}
