# Other tools see nothing in the deletion of a policy that only denies. Expect service-wildcard and privilege-escalation,
# introduced, at aws_iam_role.ops, and the grant among the changes.

resource "aws_iam_role" "ops" {
  name               = "ops"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "all" {
  role   = aws_iam_role.ops.name
  name   = "all"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "iam:*", Resource = "*" }] })
}
