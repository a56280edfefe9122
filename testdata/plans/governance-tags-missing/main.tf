# No tags, one missing, one empty, one taken away.
# Expect governance-tags-missing [m] at role.none, role.one_missing, role.empty, user.none and, introduced, role.taken_away.

resource "aws_iam_role" "none" {
  name = "none"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role" "one_missing" {
  name = "one-missing"
  tags = { Owner = "it@riverside.example", ReviewBy = "2027-01-31" }

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role" "empty" {
  name = "empty"
  tags = { Owner = "", DataClassification = "internal", ReviewBy = "2027-01-31" }

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role" "taken_away" {
  name = "taken-away"
  tags = { DataClassification = "internal", ReviewBy = "2027-01-31" }

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_user" "none" {
  name = "none"
}
