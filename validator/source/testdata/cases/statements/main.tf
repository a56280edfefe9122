# Where statements are written: through locals, variables, outputs and functions.
variable "document" {
  default = {
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:FromVariable", Resource = "*" },
    ]
  }
}

resource "aws_s3_bucket" "b" {}

locals {
  common = [
    { Effect = "Allow", Action = "s3:Common1", Resource = "*" },
    { Effect = "Allow", Action = "s3:Common2", Resource = "*" },
  ]
  named = {
    one = { Effect = "Allow", Action = "s3:One", Resource = "*" }
    two = { Effect = "Allow", Action = "s3:Two", Resource = "*" }
  }
}

module "m" {
  source     = "./m"
  count      = 1
  statements = local.common
}

resource "aws_iam_policy" "variable" {
  policy = jsonencode(var.document)
}

resource "aws_iam_policy" "concat" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{ Effect = "Deny", Action = "s3:First", Resource = "*" }],
      local.common,
      [for k, v in local.named : v if k != "one"],
      [for a in ["s3:For1", "s3:For2"] : {
        Effect   = "Allow"
        Action   = a
        Resource = aws_s3_bucket.b.arn
      }],
    )
  })
}

resource "aws_iam_policy" "flatten" {
  policy = jsonencode({ Version = "2012-10-17", Statement = flatten([local.common, [{ Effect = "Deny", Action = "s3:Flat", Resource = "*" }], local.named.two]) })
}

resource "aws_iam_policy" "merge" {
  policy = jsonencode(merge(var.document, { Statement = [local.named["one"]] }))
}

resource "aws_iam_policy" "choice" {
  policy = jsonencode({ Version = "2012-10-17", Statement = length(local.common) > 1 ? [local.common[1]] : [] })
}

resource "aws_iam_policy" "try" {
  policy = try(local.nothing, coalesce(null, jsonencode({ Version = "2012-10-17", Statement = [local.named.one] })))
}

resource "aws_iam_policy" "module" {
  policy = module.m[0].policy
}

resource "aws_iam_policy" "heredoc" {
  policy = trimspace(<<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        {"Effect": "Allow", "Action": "s3:Here1", "Resource": "${aws_s3_bucket.b.arn}"}, {"Effect": "Allow", "Action": "s3:Here2", "Resource": "*"},
        {
          "Effect": "Deny", "Action": "s3:Here3",
          "Resource": ["${aws_s3_bucket.b.arn}/*"]
        }
      ]
    }
  EOT
  )
}

resource "aws_iam_policy" "one_line" {
  policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:Line\",\"Resource\":\"${aws_s3_bucket.b.arn}\"}]}"
}

resource "aws_iam_policy" "unfollowed" {
  policy = replace(jsonencode(var.document), "FromVariable", "Replaced")
}
