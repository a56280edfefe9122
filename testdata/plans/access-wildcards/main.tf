# Access that names no resource, one role for each kind, in the forms that people write.
# Expect at each role the rule of its name; admin-access nowhere.

locals {
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
  policies = {
    service-wildcard                = { Effect = "Allow", Action = ["dynamodb:*", "logs:PutLogEvents"], Resource = "*" }
    secrets-read-wildcard           = { Effect = "Allow", Action = ["secretsmanager:GetSecretValue", "ssm:GetParameter*"], Resource = "*" }
    kms-decrypt-wildcard            = { Effect = "Allow", Action = ["kms:Decrypt", "kms:DescribeKey"], Resource = "arn:aws:kms:*:*:key/*" }
    data-read-wildcard              = { Effect = "Allow", Action = ["s3:Get*", "s3:List*"], Resource = "*" }
    permissions-management-wildcard = { Effect = "Allow", Action = ["s3:PutBucketPolicy", "sqs:AddPermission"], Resource = "*" }
    audit-tampering-permitted       = { Effect = "Allow", Action = "cloudtrail:StopLogging", Resource = "arn:aws:cloudtrail:us-east-1:123456789012:trail/main" }
    duties-not-separated            = { Effect = "Allow", Action = ["kms:PutKeyPolicy", "kms:Decrypt"], Resource = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
  }
}

resource "aws_iam_role" "this" {
  for_each = merge(local.policies, { allow-not-action = {}, allow-not-resource = {} })

  name               = each.key
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "this" {
  for_each = local.policies

  name   = "own"
  role   = aws_iam_role.this[each.key].name
  policy = jsonencode({ Version = "2012-10-17", Statement = [each.value] })
}

resource "aws_iam_role_policy" "not_action" {
  name = "own"
  role = aws_iam_role.this["allow-not-action"].name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", NotAction = ["iam:*", "organizations:*", "kms:*", "secretsmanager:*", "ssm:*"], Resource = "*" }]
  })
}

resource "aws_iam_role_policy" "not_resource" {
  name = "own"
  role = aws_iam_role.this["allow-not-resource"].name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:PutObject", NotResource = "arn:aws:s3:::records/*" }]
  })
}
