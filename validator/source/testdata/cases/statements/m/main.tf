variable "statements" {}

output "policy" {
  value = jsonencode({ Version = "2012-10-17", Statement = var.statements })
}
