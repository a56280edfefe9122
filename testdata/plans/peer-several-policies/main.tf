# The last of several policies and attachments counts as the first one does. Expect admin-access at aws_iam_role.several and
# aws_iam_user.several, through the last of each.

resource "aws_iam_role" "several" {
  name               = "several"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "several" {
  count  = 3
  role   = aws_iam_role.several.name
  name   = "policy-${count.index}"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = count.index == 2 ? "*" : "s3:ListBucket", Resource = "*" }] })
}

resource "aws_iam_user" "several" {
  name = "several"
}

resource "aws_iam_user_policy_attachment" "several" {
  for_each   = toset(["ReadOnlyAccess", "SecurityAudit", "AdministratorAccess"])
  user       = aws_iam_user.several.name
  policy_arn = "arn:aws:iam::aws:policy/${each.value}"
}
