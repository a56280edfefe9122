locals {
  trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}

resource "aws_iam_role" "renamed" {
  name               = "renamed-old"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "renamed" {
  name   = "store"
  role   = aws_iam_role.renamed.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}

resource "aws_iam_role" "left" {
  name               = "left"
  assume_role_policy = local.trust
}
