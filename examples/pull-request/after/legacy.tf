# From before there were rules. Known; this change only renames it.

moved {
  from = aws_iam_role.etl
  to   = aws_iam_role.nightly_etl
}

moved {
  from = aws_iam_role_policy.etl
  to   = aws_iam_role_policy.nightly_etl
}

resource "aws_iam_role" "nightly_etl" {
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

resource "aws_iam_role_policy" "nightly_etl" {
  name = "start-jobs"
  role = aws_iam_role.nightly_etl.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["glue:StartJobRun", "iam:PassRole"]
      Resource = "*"
    }]
  })
}
