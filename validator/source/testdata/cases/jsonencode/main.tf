# jsonencode keeps holes in values, in lists and in keys.
resource "aws_s3_bucket" "a" {}
resource "aws_iam_openid_connect_provider" "p" {}

resource "aws_iam_policy" "p" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "A", Effect = "Allow", Action = "s3:GetObject", Resource = [aws_s3_bucket.a.arn, "${aws_s3_bucket.a.arn}/*"] },
      { Effect = "Deny", Action = ["s3:*"], Resource = "*", Condition = { StringNotEquals = { "aws:ResourceTag/x" = aws_s3_bucket.a.id } } },
    ]
  })
}

resource "aws_iam_role" "r" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.p.arn }
      Condition = { StringEquals = { "${aws_iam_openid_connect_provider.p.url}:sub" = "system:serviceaccount:a:b" } }
    }
  })
}
