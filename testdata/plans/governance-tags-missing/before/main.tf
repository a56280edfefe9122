resource "aws_iam_role" "taken_away" {
  name = "taken-away"
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
