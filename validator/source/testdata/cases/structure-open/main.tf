# What is not known changes the structure: no document, and the reason.
resource "aws_s3_bucket" "a" {}
resource "foreign_thing" "f" {}

resource "aws_iam_policy" "effect" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = foreign_thing.f.effect, Action = "s3:*", Resource = "*" }] })
}

resource "aws_iam_policy" "statements" {
  policy = jsonencode({ Version = "2012-10-17", Statement = foreign_thing.f.list })
}

resource "aws_iam_policy" "choice" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = aws_s3_bucket.a.arn == "x" ? [{ Effect = "Allow", Action = "*", Resource = "*" }] : []
  })
}

resource "aws_iam_policy" "condition" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*", Condition = foreign_thing.f.condition }] })
}

resource "aws_iam_policy" "operator" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*", Condition = { (foreign_thing.f.op) = { "aws:x" = "y" } } }] })
}

resource "aws_iam_policy" "key" {
  policy = jsonencode({ Version = "2012-10-17", (foreign_thing.f.key) = [] })
}

resource "aws_iam_policy" "whole" {
  policy = foreign_thing.f.document
}

resource "aws_iam_policy" "version" {
  policy = jsonencode({ Version = foreign_thing.f.version, Statement = [] })
}

# These are recovered: the values may be anything, the structure may not.
resource "aws_iam_policy" "values" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = foreign_thing.f.actions, Resource = foreign_thing.f.resources },
    { Effect = "Allow", Action = aws_s3_bucket.a.arn == "x" ? "s3:GetObject" : "s3:*", Resource = "*" },
  ] })
}

resource "aws_iam_role" "principal" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = foreign_thing.f.principal }] })
}
