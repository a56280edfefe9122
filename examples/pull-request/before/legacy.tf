# From before there were rules. Known, and not part of any change here.

resource "aws_iam_role" "etl" {
  name = "nightly-etl"
  tags = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "glue.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "etl" {
  name = "start-jobs"
  role = aws_iam_role.etl.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["glue:StartJobRun", "iam:PassRole"]
      Resource = "*"
    }]
  })
}

resource "aws_iam_user" "batch" {
  name = "batch"
  tags = local.tags
}

resource "aws_iam_user_policy" "batch" {
  name = "upload"
  user = aws_iam_user.batch.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:PutObject"
      Resource = "${aws_s3_bucket.imaging.arn}/batch/*"
    }]
  })
}
