resource "aws_iam_role" "extended" {
  name                 = "extended"
  max_session_duration = 14400
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
