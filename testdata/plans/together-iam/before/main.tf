locals {
  people = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::123456789012:root" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role" "viewer" {
  name               = "viewer"
  assume_role_policy = local.people
}

resource "aws_iam_role" "auditor" {
  name               = "auditor"
  assume_role_policy = local.people
}

resource "aws_iam_role" "other" {
  name               = "other"
  assume_role_policy = local.people
}
