# A new name replaces the role: what it may do stays as it was.
# Expect findings as existing: a replacement is not a removal, and not a creation.

resource "aws_iam_role" "all" {
  name = "all-renamed"

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
