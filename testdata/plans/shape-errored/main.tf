# A plan that fails after it has planned something; Terraform saves it all the same.
# Expect exit 1: an errored plan is never judged as complete.

resource "aws_iam_role" "fine" {
  name = "fine"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

data "aws_iam_role" "missing" {
  name = "nobody-made-this"
}

resource "aws_iam_role_policy_attachment" "missing" {
  role       = data.aws_iam_role.missing.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
