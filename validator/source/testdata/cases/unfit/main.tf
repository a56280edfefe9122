# The plan names the resources otherwise than this source does: it was made from another one.
resource "aws_iam_policy" "renamed" {
  name   = "in-source"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}

resource "aws_iam_policy" "same" {
  name   = "same"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}

resource "aws_iam_policy" "ignored" {
  name   = "in-source"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
  lifecycle {
    ignore_changes = [name]
  }
}

resource "aws_iam_policy" "secret" {
  name   = "in-source"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}

resource "aws_iam_policy" "later" {
  name   = "x-${aws_iam_policy.same.policy_id}"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}
