# Any AWS account may become these.
# Expect trust-public at every role here, at role.widened as introduced.

resource "aws_iam_role" "star_string" {
  name = "star-string"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = "*"
    }]
  })
}

resource "aws_iam_role" "star_aws" {
  name = "star-aws"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" }
    }]
  })
}

resource "aws_iam_role" "external_id" {
  name = "external-id"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = ["*"] }
      Condition = { StringEquals = { "sts:ExternalId" = "not-a-secret" } }
    }]
  })
}

resource "aws_iam_role" "session_tag" {
  name = "session-tag"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" }
      Condition = { StringLike = { "aws:RequestTag/Team" = "imaging-*", "sts:RoleSessionName" = "imaging-*" } }
    }]
  })
}

resource "aws_iam_role" "other_organisation" {
  name = "other-organisation"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" }
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-somebodyelse" } }
    }]
  })
}

resource "aws_iam_role" "if_exists" {
  name = "if-exists"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" }
      Condition = { StringEqualsIfExists = { "aws:PrincipalOrgID" = "o-exampleorg1" } }
    }]
  })
}

resource "aws_iam_role" "second_statement" {
  name = "second-statement"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } },
      { Effect = "Allow", Action = "sts:*", Principal = { AWS = "*", Service = "ec2.amazonaws.com" } },
    ]
  })
}

resource "aws_iam_role" "widened" {
  name = "widened"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" }
    }]
  })
}
