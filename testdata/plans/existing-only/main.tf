# A tag on a bucket changes; the administrator was there before.
# Expect admin-access and boundary-missing at aws_iam_role.all as existing only: nothing blocks.

resource "aws_s3_bucket" "reports" {
  bucket = "reports"
  tags   = { Owner = "finance" }
}

resource "aws_iam_role" "all" {
  name = "all"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "all" {
  name = "inline"
  role = aws_iam_role.all.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  })
}
