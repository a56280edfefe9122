# People may become these without a second factor, and each reads PHI or changes IAM.
# Expect trust-without-mfa [h] at each role but role.reads_logs, where it is low.

resource "aws_iam_role" "no_condition" {
  name = "no-condition"
  tags = { DataClassification = "phi" }

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::123456789012:root" }
    }]
  })
}

resource "aws_iam_role_policy" "no_condition" {
  name = "inline"
  role = aws_iam_role.no_condition.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::cardiology-images/*" }]
  })
}

resource "aws_iam_role" "asks_for_none" {
  name = "asks-for-none"
  tags = { DataClassification = "phi" }

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::123456789012:root" }
      Condition = { Bool = { "aws:MultiFactorAuthPresent" = "false" } }
    }]
  })
}

resource "aws_iam_role_policy" "asks_for_none" {
  name = "inline"
  role = aws_iam_role.asks_for_none.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::cardiology-images/*" }]
  })
}

resource "aws_iam_role" "if_exists" {
  name = "if-exists"
  tags = { DataClassification = "phi" }

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::123456789012:root" }
      Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "true" } }
    }]
  })
}

resource "aws_iam_role_policy" "if_exists" {
  name = "inline"
  role = aws_iam_role.if_exists.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::cardiology-images/*" }]
  })
}

resource "aws_iam_role" "other_condition" {
  name = "other-condition"
  tags = { DataClassification = "phi" }

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::123456789012:root" }
      Condition = { IpAddress = { "aws:SourceIp" = "198.51.100.0/24" } }
    }]
  })
}

resource "aws_iam_role_policy" "other_condition" {
  name = "inline"
  role = aws_iam_role.other_condition.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::cardiology-images/*" }]
  })
}

resource "aws_iam_user" "ada" {
  name = "ada"
}

resource "aws_iam_role" "one_user" {
  name = "one-user"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = aws_iam_user.ada.arn }
    }]
  })
}

resource "aws_iam_role_policy" "one_user" {
  name = "inline"
  role = aws_iam_role.one_user.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::cardiology-images/*" }]
  })
}

resource "aws_iam_role" "identity_admin" {
  name = "identity-admin"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "123456789012" }
    }]
  })
}

resource "aws_iam_role_policy" "identity_admin" {
  name = "inline"
  role = aws_iam_role.identity_admin.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["iam:AttachRolePolicy", "iam:PutRolePolicy"], Resource = "*" }]
  })
}

resource "aws_iam_role" "reads_logs" {
  name = "reads-logs"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::123456789012:root" }
    }]
  })
}

resource "aws_iam_role_policy" "reads_logs" {
  name = "inline"
  role = aws_iam_role.reads_logs.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "logs:GetLogEvents", Resource = "*" }]
  })
}
