# Research: people of this account, no MFA asked, no boundary, nobody's name on it.

resource "aws_iam_role" "research" {
  name = "research-export"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::${local.account}:root" }
    }]
  })
}

resource "aws_iam_role_policy" "research" {
  name = "export"
  role = aws_iam_role.research.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:ListBucket"]
      Resource = [aws_s3_bucket.imaging.arn, "${aws_s3_bucket.imaging.arn}/*"]
    }]
  })
}

# Moving the archive, "for the weekend".
resource "aws_iam_role" "migration" {
  name                 = "archive-migration"
  tags                 = local.tags
  max_session_duration = 3600

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "migration" {
  role       = aws_iam_role.migration.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

# The pipeline that starts it: on every role, one of them the above.
resource "aws_iam_policy" "pipeline" {
  name = "start-migration"
  tags = local.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Start"
        Effect   = "Allow"
        Action   = "ec2:RunInstances"
        Resource = "*"
      },
      {
        Sid      = "Pass"
        Effect   = "Allow"
        Action   = "iam:PassRole"
        Resource = "*"
      },
    ]
  })
}

resource "aws_iam_role" "pipeline" {
  name = "migration-pipeline"
  tags = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "codebuild.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "pipeline" {
  role       = aws_iam_role.pipeline.name
  policy_arn = aws_iam_policy.pipeline.arn
}
