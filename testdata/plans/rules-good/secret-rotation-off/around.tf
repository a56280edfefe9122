# What the example refers to.

resource "aws_lambda_function" "rotate" {
  function_name = "rotate"
  role          = "arn:aws:iam::123456789012:role/rotate"
  image_uri     = "123456789012.dkr.ecr.us-east-1.amazonaws.com/rotate:1"
  package_type  = "Image"
}
