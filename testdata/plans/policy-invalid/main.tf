# JSON that Terraform and the AWS provider let through, and AWS would refuse.
# Expect policy-invalid at each; what parses is judged as well (all_of_it is admin-access too).

resource "aws_iam_role" "effect" {
  name = "effect"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "effect" {
  name = "inline"
  role = aws_iam_role.effect.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "allow", Action = "s3:GetObject", Resource = "*" }]
  })
}

resource "aws_iam_role" "no_action" {
  name = "no-action"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "no_action" {
  name = "inline"
  role = aws_iam_role.no_action.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Resource = "*" }]
  })
}

resource "aws_iam_role" "unknown_element" {
  name = "unknown-element"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "unknown_element" {
  name = "inline"
  role = aws_iam_role.unknown_element.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resources = "*", Resource = "*" }]
  })
}

resource "aws_iam_role" "empty" {
  name = "empty"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "empty" {
  name = "inline"
  role = aws_iam_role.empty.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = []
  })
}

resource "aws_iam_role" "principal" {
  name = "principal"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "principal" {
  name = "inline"
  role = aws_iam_role.principal.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*", Principal = "*" }]
  })
}

resource "aws_iam_role" "all_of_it" {
  name = "all-of-it"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "all_of_it" {
  name = "inline"
  role = aws_iam_role.all_of_it.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "*", Resource = "*" },
      { Effect = "Allow", Action = "s3:Get:Object", Resource = "*" },
    ]
  })
}

resource "aws_iam_role" "trust_without_principal" {
  name = "trust-without-principal"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole" }]
  })
}
