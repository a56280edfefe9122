variable "s" { type = string }
output "doc" {
  sensitive = true
  value     = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = var.s, Effect = "Allow", Action = "*", Resource = "*" }] })
}
