variable "in" { type = string }
variable "list" { type = list(string) }
output "out" { value = join("|", concat([var.in], var.list)) }
