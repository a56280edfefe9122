# The state of another stack: what testdata/plans/outside-account refers to by name and by ARN.
# Expect exit 1 as a plan; it is given to --state.

resource "aws_iam_policy" "boundary" {
  name = "phi-boundary"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:Get*", "s3:List*"], Resource = "*" }]
  })
}

resource "aws_iam_policy" "launch" {
  name = "launch"
  path = "/teams/"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "Launch", Effect = "Allow", Action = ["ec2:RunInstances", "iam:PassRole"], Resource = "*" }]
  })
}

resource "aws_iam_role" "shared" {
  name                 = "shared"
  path                 = "/teams/"
  permissions_boundary = aws_iam_policy.boundary.arn

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "shared" {
  for_each = { reports = "arn:aws:s3:::reports/*", "x.y" = "arn:aws:s3:::other/*" }

  name   = each.key
  role   = aws_iam_role.shared.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = each.value }] })
}

resource "aws_iam_role_policy_attachment" "shared" {
  role       = aws_iam_role.shared.name
  policy_arn = aws_iam_policy.launch.arn
}
