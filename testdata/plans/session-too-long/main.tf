# Twelve hours where four are the limit for PHI, on a new role, a changed one, and one that only reaches PHI.
# Expect session-too-long at role.tagged, role.reaches and, introduced, role.extended.

resource "aws_iam_role" "tagged" {
  name                 = "tagged"
  max_session_duration = 43200
  tags                 = { DataClassification = "PHI" }

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role" "reaches" {
  name                 = "reaches"
  max_session_duration = 14401

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "reaches" {
  name = "inline"
  role = aws_iam_role.reaches.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::cardiology-images/*" }]
  })
}

resource "aws_iam_role" "extended" {
  name                 = "extended"
  max_session_duration = 28800
  tags                 = { DataClassification = "phi" }

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}
