output "findings" {
  value = provider::hipaa::policy_findings(jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "iam:PassRole", Resource = "*" }]
  }))
}
