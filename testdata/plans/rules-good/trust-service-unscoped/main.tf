resource "aws_iam_role" "import" {
  name = "import"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "healthlake.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = "123456789012" }
        ArnEquals    = { "aws:SourceArn" = "arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0123456789abcdef" }
      }
    }]
  })
}
