# Arguments that refer to a narrow document or policy, and whose values are something else: chosen, replaced, put together, another instance's.
# The plan shows the same references for them as for the document itself. Expect admin-access for the role chosen, by a literal and by another instance,
# privilege-escalation for the role merged, and policy-undetermined for what apply alone can tell: replaced, measured, attached, tagged.
# Nothing is said of the role plain but that it may read one object.

resource "terraform_data" "size" {
  input = "small"
}

resource "aws_s3_bucket" "reports" {
  bucket_prefix = "reports-"
}

locals {
  everything = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}

data "aws_iam_policy_document" "narrow" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.reports.arn}/latest"]
  }
}

data "aws_iam_policy_document" "sized" {
  for_each = { small = "s3:GetObject", large = "*" }

  statement {
    actions   = [each.value]
    resources = each.key == "large" ? ["*"] : ["${aws_s3_bucket.reports.arn}/latest"]
  }
  statement {
    sid       = "List"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.reports.arn]
  }
}

# The statement that stands in it has the name of the one that source_json brings along, and takes its place; source_json is what it was.
data "aws_iam_policy_document" "overridden" {
  source_json = data.aws_iam_policy_document.sized["large"].json

  statement {
    sid       = "List"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.reports.arn]
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  for_each           = toset(["plain", "chosen", "measured", "replaced", "merged", "swapped", "overridden", "attached", "tagged", "limited"])
  name               = each.key
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "plain" {
  role   = aws_iam_role.this["plain"].name
  policy = data.aws_iam_policy_document.narrow.json
}

resource "aws_iam_role_policy" "chosen" {
  role   = aws_iam_role.this["chosen"].name
  policy = terraform_data.size.output == "large" ? data.aws_iam_policy_document.narrow.json : local.everything
}

resource "aws_iam_role_policy" "measured" {
  role   = aws_iam_role.this["measured"].name
  policy = length(data.aws_iam_policy_document.narrow.json) > 0 ? "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}" : data.aws_iam_policy_document.narrow.json
}

resource "aws_iam_role_policy" "replaced" {
  role   = aws_iam_role.this["replaced"].name
  policy = replace(data.aws_iam_policy_document.narrow.json, "s3:GetObject", "*")
}

resource "aws_iam_role_policy" "merged" {
  role   = aws_iam_role.this["merged"].name
  policy = jsonencode(merge(jsondecode(data.aws_iam_policy_document.narrow.json), { Statement = [{ Effect = "Allow", Action = "iam:*", Resource = "*" }] }))
}

resource "aws_iam_role_policy" "swapped" {
  for_each = { small = "swapped" }
  role     = aws_iam_role.this[each.value].name
  policy   = data.aws_iam_policy_document.sized[each.key == "small" ? "large" : "small"].json
}

resource "aws_iam_role_policy" "overridden" {
  role   = aws_iam_role.this["overridden"].name
  policy = data.aws_iam_policy_document.overridden.source_json
}

resource "aws_iam_policy" "narrow" {
  name   = "narrow"
  policy = data.aws_iam_policy_document.narrow.json
  tags   = { arn = terraform_data.size.output }
}

resource "aws_iam_role_policy_attachment" "attached" {
  role       = aws_iam_role.this["attached"].name
  policy_arn = length(aws_iam_policy.narrow.arn) > 0 ? "arn:aws:iam::aws:policy/AdministratorAccess" : aws_iam_policy.narrow.arn
}

resource "aws_iam_role_policy_attachment" "tagged" {
  role       = aws_iam_role.this["tagged"].name
  policy_arn = aws_iam_policy.narrow.tags_all["arn"]
}

# Whose policy this is depends on what apply will tell: no boundary of either role may be believed to limit it.
resource "aws_iam_role_policy" "limited" {
  role   = terraform_data.size.output == "small" ? aws_iam_role.this["limited"].id : aws_iam_role.this["plain"].id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "iam:*", Resource = "*" }] })
}
