# Nobody has said which tags are needed.
# Expect governance-tags-missing [l] at most: it blocks nothing.

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
