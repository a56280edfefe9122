# A condition that always holds, and an Allow whose only limit is a Deny with a condition, clear nothing.
# Expect service-wildcard and privilege-escalation at both roles.

resource "aws_iam_role" "vacuous" {
  name               = "vacuous"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "vacuous" {
  role = aws_iam_role.vacuous.name
  name = "vacuous"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "iam:*", Resource = "*", Condition = { StringLike = { "aws:RequestedRegion" = "*" } } }]
  })
}

resource "aws_iam_role" "subtracted" {
  name               = "subtracted"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "subtracted" {
  role = aws_iam_role.subtracted.name
  name = "subtracted"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "iam:*", Resource = "*" },
      { Effect = "Deny", Action = "iam:*", Resource = "*", Condition = { StringEquals = { "aws:PrincipalTag/team" = "guest" } } },
    ]
  })
}
