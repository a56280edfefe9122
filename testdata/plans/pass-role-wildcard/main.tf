# iam:PassRole for every role, in the words that people use and those that checks miss.
# Expect pass-role-wildcard at every role here.

locals {
  statements = {
    plain        = { Effect = "Allow", Action = "iam:PassRole", Resource = "*" }
    question     = { Effect = "Allow", Action = "iam:P?ssRole", Resource = "*" }
    prefix       = { Effect = "Allow", Action = ["ec2:RunInstances", "IAM:pass*"], Resource = ["*"] }
    service      = { Effect = "Allow", Action = "iam:*", Resource = "*" }
    every-role   = { Effect = "Allow", Action = "iam:PassRole", Resource = "arn:aws:iam::*:role/*" }
    this-account = { Effect = "Allow", Action = "iam:PassRole", Resource = "arn:aws:iam::123456789012:role/*" }
    any-of-iam   = { Effect = "Allow", Action = "iam:PassRole", Resource = "arn:aws:iam::*:*" }
    not-resource = { Effect = "Allow", Action = "iam:PassRole", NotResource = "arn:aws:iam::123456789012:role/admin" }
    not-action   = { Effect = "Allow", NotAction = ["s3:*", "ec2:*"], Resource = "*" }
  }
}

resource "aws_iam_role" "this" {
  for_each = local.statements

  name = each.key
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  for_each = local.statements

  name   = "inline"
  role   = aws_iam_role.this[each.key].id
  policy = jsonencode({ Version = "2012-10-17", Statement = [each.value] })
}
