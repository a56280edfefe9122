# Roles, policies and boundaries of another stack (testdata/plans/outside-state), named as texts.
# Without that stack's state they are not at hand; with it they count as if they were of this plan.

locals {
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
  pass = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "iam:PassRole", Resource = "*" }] })
}

# The attached policy passes every role.
resource "aws_iam_role" "launcher" {
  name               = "launcher"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy_attachment" "launcher" {
  role       = aws_iam_role.launcher.name
  policy_arn = "arn:aws:iam::123456789012:policy/teams/launch"
}

# The boundary keeps the role from passing any.
resource "aws_iam_role" "bounded" {
  name                 = "bounded"
  assume_role_policy   = local.trust
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-boundary"
}

resource "aws_iam_role_policy" "bounded" {
  name   = "pass"
  role   = aws_iam_role.bounded.name
  policy = local.pass
}

# The role is the other stack's, and its boundary keeps it from passing any.
resource "aws_iam_role_policy" "shared" {
  name   = "pass"
  role   = "shared"
  policy = local.pass
}

# Neither stack has this one.
resource "aws_iam_role_policy_attachment" "elsewhere" {
  role       = aws_iam_role.launcher.name
  policy_arn = "arn:aws:iam::123456789012:policy/elsewhere"
}
