# Boundaries are demanded, and there: known, still to be created, and computed by a module.
# Expect no boundary-missing.

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

resource "aws_iam_role" "known" {
  name                 = "known"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-boundary"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role" "created" {
  name                 = "created"
  permissions_boundary = aws_iam_policy.boundary.arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

module "worker" {
  source       = "./worker"
  boundary_arn = aws_iam_policy.boundary.arn
}
