# References that join resources: attachments, boundaries, roles.
resource "aws_iam_policy" "p" {
  for_each = toset(["a", "b"])
  policy   = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_iam_policy" "boundary" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_iam_role" "r" {
  name                 = "r"
  assume_role_policy   = jsonencode({ Version = "2012-10-17", Statement = [] })
  permissions_boundary = aws_iam_policy.boundary.arn
  managed_policy_arns  = concat([for p in aws_iam_policy.p : p.arn], ["arn:aws:iam::aws:policy/ReadOnlyAccess"])
}

resource "aws_iam_role_policy_attachment" "a" {
  for_each   = aws_iam_policy.p
  role       = aws_iam_role.r.name
  policy_arn = each.value.arn
}

resource "aws_iam_role_policy_attachment" "by_id" {
  role       = aws_iam_role.r.id
  policy_arn = aws_iam_policy.boundary.id
}

resource "aws_iam_role" "none" {
  assume_role_policy   = jsonencode({ Version = "2012-10-17", Statement = [] })
  permissions_boundary = null
}
