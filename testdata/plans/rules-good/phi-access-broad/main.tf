resource "aws_iam_role_policy" "viewer" {
  role = aws_iam_role.viewer.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.images.arn}/*" }]
  })
}

resource "aws_s3_bucket" "images" {
  bucket = "cardiology-images"
  tags   = { DataClassification = "phi" }
}
