# Somebody at the console made the role's sessions longer, and Terraform puts them back.
# Expect no introduced finding: session-too-long is resolved, and came from drift.

resource "aws_iam_role" "phi" {
  name                 = "phi"
  max_session_duration = 3600
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

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
