# Lists and nested blocks of what is attached, known, in part, and not at all.
resource "aws_iam_policy" "p" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
resource "foreign_thing" "f" {}

resource "aws_iam_role" "parts" {
  assume_role_policy  = jsonencode({ Version = "2012-10-17", Statement = [] })
  managed_policy_arns = [aws_iam_policy.p.arn, foreign_thing.f.arn, "arn:aws:iam::aws:policy/AdministratorAccess"]

  inline_policy {
    name   = "a"
    policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = aws_iam_policy.p.arn }] })
  }
}

resource "aws_iam_role" "open" {
  assume_role_policy  = jsonencode({ Version = "2012-10-17", Statement = [] })
  managed_policy_arns = foreign_thing.f.arns

  dynamic "inline_policy" {
    for_each = foreign_thing.f.policies
    content {
      name   = inline_policy.key
      policy = inline_policy.value
    }
  }
}

resource "aws_iam_role" "none" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
