variable "bucket_arn" {
  type = string
}

output "json" {
  value = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "${var.bucket_arn}/*" }]
  })
}
