# dynamic blocks: lists, maps, iterators, nesting, resources.
resource "aws_s3_bucket" "b" {
  for_each = toset(["x", "y"])
}

variable "rules" {
  default = [
    { sid = "A", actions = ["s3:GetObject"], conditions = [{ test = "Bool", variable = "aws:SecureTransport", values = ["true"] }] },
    { sid = "B", actions = ["s3:PutObject"], conditions = [] },
  ]
}

data "aws_iam_policy_document" "d" {
  dynamic "statement" {
    for_each = var.rules
    content {
      sid       = statement.value.sid
      actions   = statement.value.actions
      resources = [for b in aws_s3_bucket.b : "${b.arn}/${statement.key}"]

      dynamic "condition" {
        for_each = statement.value.conditions
        iterator = c
        content {
          test     = c.value.test
          variable = c.value.variable
          values   = c.value.values
        }
      }
    }
  }

  statement {
    sid       = "Between"
    actions   = ["s3:ListBucket"]
    resources = ["*"]
  }

  dynamic "statement" {
    for_each = aws_s3_bucket.b
    iterator = bucket
    content {
      sid       = "Own${bucket.key}"
      actions   = ["s3:*"]
      resources = [bucket.value.arn]
    }
  }

  dynamic "statement" {
    for_each = toset([])
    content {
      actions = ["never"]
    }
  }
}

resource "aws_iam_role" "r" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })

  dynamic "inline_policy" {
    for_each = { a = "s3:GetObject", b = "s3:PutObject" }
    content {
      name   = inline_policy.key
      policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = inline_policy.value, Resource = values(aws_s3_bucket.b)[*].arn }] })
    }
  }

  inline_policy {
    name   = "c"
    policy = data.aws_iam_policy_document.d.json
  }
}
