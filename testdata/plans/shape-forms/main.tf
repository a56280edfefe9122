# One policy, in all the forms in which a role can hold it.
# Expect pass-role-wildcard at each role.

locals {
  pass = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "iam:PassRole", Resource = "*" }]
  })
}

resource "aws_iam_policy" "pass" {
  name   = "pass"
  policy = local.pass
}

resource "aws_iam_role" "inline_block" {
  name = "inline-block"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })

  inline_policy {
    name   = "pass"
    policy = local.pass
  }
}

resource "aws_iam_role" "managed_arns" {
  name                = "managed-arns"
  managed_policy_arns = [aws_iam_policy.pass.arn]

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role" "exclusive" {
  name = "exclusive"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachments_exclusive" "exclusive" {
  role_name   = aws_iam_role.exclusive.name
  policy_arns = [aws_iam_policy.pass.arn]
}

resource "aws_iam_role" "old_attachment" {
  name = "old-attachment"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_policy_attachment" "old_attachment" {
  name       = "pass"
  roles      = [aws_iam_role.old_attachment.name]
  policy_arn = aws_iam_policy.pass.arn
}

resource "aws_iam_role" "by_name" {
  name = "by-name"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "by_name" {
  role       = "by-name"
  policy_arn = "arn:aws:iam::123456789012:policy/pass"

  depends_on = [aws_iam_role.by_name, aws_iam_policy.pass]
}
