# Wide grants in spellings that other tools do not know. Expect admin-access at .everything, pass-role-wildcard at .pass,
# .resource and .not_resource.

locals {
  trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
  grants = {
    everything   = { Action = "*:*", Resource = "*" }
    pass         = { Action = "iam:P?ssRole", Resource = "*" }
    resource     = { Action = "iam:PassRole", Resource = "arn:aws:iam::*:*" }
    not_resource = { Action = "iam:PassRole", NotResource = "arn:aws:iam::123456789012:role/one" }
  }
}

resource "aws_iam_role" "this" {
  for_each           = local.grants
  name               = each.key
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "this" {
  for_each = local.grants
  role     = aws_iam_role.this[each.key].name
  name     = each.key
  policy   = jsonencode({ Version = "2012-10-17", Statement = [merge({ Effect = "Allow" }, each.value)] })
}
