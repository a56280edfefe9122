# Attachments whose references go through locals, which the plan's configuration section does not show.
# Expect pass-role-wildcard at aws_iam_role.team["one"], at aws_iam_role.list and at aws_iam_role.group_of; none at
# aws_iam_role.team["two"], at aws_iam_role.bounded and at aws_iam_role.other.

variable "wide" {
  type    = bool
  default = true
}

locals {
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
  policies = {
    pass = aws_iam_policy.this["pass"].arn
    read = aws_iam_policy.this["read"].arn
  }
  roles    = { for key, role in aws_iam_role.team : key => role }
  attached = { one = "pass", two = "read" }
  boundary = var.wide ? local.policies.read : local.policies.pass
}

resource "aws_iam_policy" "this" {
  for_each    = { pass = "iam:PassRole", read = "s3:ListAllMyBuckets" }
  name_prefix = each.key
  policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = each.value, Resource = "*" }] })
}

resource "aws_iam_role" "team" {
  for_each           = toset(["one", "two"])
  name_prefix        = each.key
  assume_role_policy = local.trust
}

# Role and policy are looked up by key.
resource "aws_iam_role_policy_attachment" "team" {
  for_each   = local.attached
  role       = local.roles[each.key].name
  policy_arn = local.policies[each.value]
}

# A list of which nothing is known but what the locals say.
resource "aws_iam_role" "list" {
  name               = "list"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy_attachments_exclusive" "list" {
  role_name   = aws_iam_role.list.name
  policy_arns = values(local.policies)
}

# The boundary is chosen.
resource "aws_iam_role" "bounded" {
  name                 = "bounded"
  assume_role_policy   = local.trust
  permissions_boundary = local.boundary
}

resource "aws_iam_role_policy" "bounded" {
  name   = "pass"
  role   = aws_iam_role.bounded.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "iam:PassRole", Resource = "*" }] })
}

# Several roles in one attachment, of which one is known by its name.
resource "aws_iam_role" "group_of" {
  name_prefix        = "group"
  assume_role_policy = local.trust
}

resource "aws_iam_role" "other" {
  name_prefix        = "other"
  assume_role_policy = local.trust
}

locals {
  several = concat([aws_iam_role.group_of.name], var.wide ? [] : [aws_iam_role.other.name])
}

resource "aws_iam_policy_attachment" "several" {
  name       = "several"
  roles      = local.several
  policy_arn = local.policies["pass"]
}
