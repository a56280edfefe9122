output "reads_slides" {
  value = provider::hipaa::policy_allows(jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::slides/*" }]
  }), "s3:GetObject", "arn:aws:s3:::slides/1", { "aws:SecureTransport" = ["true"] })
}
