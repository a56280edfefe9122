resource "aws_iam_policy" "reader" {
  name   = "reader"
  policy = jsonencode({ Version = "2012-10-17", Statement = [for n in range(200) : { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::example-${n}/*" }] })
}
