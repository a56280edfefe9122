# What looks like access to everything, and is held by a name, a denial, a boundary or a condition.
# Expect nothing above low.

locals {
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
  account = "123456789012"
  policies = {
    one-table    = [{ Effect = "Allow", Action = "dynamodb:*", Resource = "arn:aws:dynamodb:us-east-1:${local.account}:table/orders" }]
    one-secret   = [{ Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = "arn:aws:secretsmanager:us-east-1:${local.account}:secret:orders-a1b2c3" }]
    by-service   = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = "*", Condition = { StringEquals = { "kms:ViaService" = "sqs.us-east-1.amazonaws.com" } } }]
    by-tag       = [{ Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = "*", Condition = { StringEquals = { "aws:ResourceTag/App" = "orders" } } }]
    denied-again = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }, { Effect = "Deny", Action = "s3:GetObject", Resource = "*" }]
    looks-only   = [{ Effect = "Allow", Action = ["cloudtrail:Describe*", "cloudtrail:Get*", "cloudtrail:LookupEvents", "kms:DescribeKey", "s3:ListAllMyBuckets"], Resource = "*" }]
    encrypts     = [{ Effect = "Allow", Action = ["kms:Encrypt", "kms:GenerateDataKey*"], Resource = "*" }]
  }
}

resource "aws_iam_role" "this" {
  for_each = local.policies

  name               = each.key
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "this" {
  for_each = local.policies

  name   = "own"
  role   = aws_iam_role.this[each.key].name
  policy = jsonencode({ Version = "2012-10-17", Statement = each.value })
}

resource "aws_iam_policy" "boundary" {
  name = "orders-boundary"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sqs:ReceiveMessage", "sqs:DeleteMessage"], Resource = "arn:aws:sqs:us-east-1:${local.account}:orders" }]
  })
}

resource "aws_iam_role" "bounded" {
  name                 = "bounded"
  assume_role_policy   = local.trust
  permissions_boundary = aws_iam_policy.boundary.arn
}

resource "aws_iam_role_policy" "bounded" {
  name = "own"
  role = aws_iam_role.bounded.name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:*", "secretsmanager:*", "kms:*"], Resource = "*" }]
  })
}
