# A policy written in the root module as jsonencode of nothing but constants stands in the plan's configuration as an empty expression.
# Expect admin-access at aws_iam_role.all all the same.

resource "aws_iam_role" "all" {
  name = "all"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "all" {
  name = "all"
  role = aws_iam_role.all.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  })
}
