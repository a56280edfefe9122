variable "id" {
  type = string
}

variable "ids" {
  type = list(string)
}

variable "extra" {
  type    = string
  default = "none"
}

output "text" {
  value = "${var.id}/${join(",", var.ids)}/${var.extra}"
}

output "ids" {
  value = concat(var.ids, [var.id])
}

output "document" {
  value = jsonencode({
    Statement = [for i, x in var.ids : { Sid = "S${i}", Resource = [x, "${x}/*"], Condition = { StringEquals = { "k:${var.id}" = var.extra } } }]
  })
}
