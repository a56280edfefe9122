output "widened" {
  value = provider::hipaa::grants_new_access(
    jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::slides/*" }]
    }),
    jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "arn:aws:s3:::slides/*" }]
    }),
  )
}
