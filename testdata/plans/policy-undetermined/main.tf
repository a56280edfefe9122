# Documents that nobody can know before apply: the text itself comes from outside.
# Expect policy-undetermined at role_policy.from_object and policy.from_parameter, with source or without.

resource "aws_s3_bucket" "drop" {
  bucket = "vendor-drop"
}

data "aws_s3_object" "policy" {
  bucket = aws_s3_bucket.drop.id
  key    = "policy.json"
}

resource "aws_iam_role" "vendor" {
  name = "vendor"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "from_object" {
  name   = "inline"
  role   = aws_iam_role.vendor.id
  policy = data.aws_s3_object.policy.body
}

resource "aws_ssm_parameter" "policy" {
  name  = "/vendor/policy"
  type  = "String"
  value = data.aws_s3_object.policy.body
}

resource "aws_iam_policy" "from_parameter" {
  name   = "from-parameter"
  policy = aws_ssm_parameter.policy.value
}
