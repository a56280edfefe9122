variable "secret" {}
output "out" {
  value     = "o-${var.secret}"
  sensitive = true
}
