# All three on the role, by the provider's default_tags, and by both together.
# Expect no governance-tags-missing.

provider "aws" {
  alias  = "tagged"
  region = "us-east-1"

  default_tags {
    tags = { Owner = "it@riverside.example", DataClassification = "internal" }
  }
}

resource "aws_iam_role" "own" {
  name = "own"
  tags = { Owner = "it@riverside.example", DataClassification = "internal", ReviewBy = "2027-01-31" }

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role" "both" {
  name     = "both"
  provider = aws.tagged
  tags     = { ReviewBy = "2027-01-31" }

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}
