# Boundaries are demanded.
# Expect boundary-missing [m] at role.plain, role.other_boundary (not an allowed one) and the module's role; at user.ada too if users count.

resource "aws_iam_policy" "boundary" {
  name = "phi-boundary"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:*", "logs:*"], Resource = "*" }]
  })
}

resource "aws_iam_policy" "other_boundary" {
  name = "other-boundary"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sqs:*", "logs:*"], Resource = "*" }]
  })
}

resource "aws_iam_role" "plain" {
  name = "plain"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role" "other_boundary" {
  name                 = "other-boundary"
  permissions_boundary = aws_iam_policy.other_boundary.arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_user" "ada" {
  name = "ada"
}

module "worker" {
  source   = "./worker"
  for_each = toset(["reports.daily"])
  name     = each.key
}
