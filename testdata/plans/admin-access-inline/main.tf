# Everything on everything, written in one role's own policy.
# Expect admin-access at aws_iam_role.all.

resource "aws_iam_role" "all" {
  name = "all"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "all" {
  name = "inline"
  role = aws_iam_role.all.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  })
}
