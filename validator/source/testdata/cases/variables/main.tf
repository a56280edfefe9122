# Variables: from the plan, defaults, types, optional attributes, null.
variable "given" { type = string }
variable "untyped" {}
variable "default" { default = ["a", 1] }
variable "typed" {
  type    = list(string)
  default = ["a", 1]
}
variable "object" {
  type = object({ name = string, path = optional(string, "/"), tags = optional(map(string), {}) })
}
variable "not_null" {
  type     = string
  default  = "default"
  nullable = false
}
variable "may_be_null" {
  type    = string
  default = "default"
}
variable "number" { type = number }
variable "absent" { type = string }
variable "secret" {
  type      = string
  sensitive = true
}
variable "old_style" { type = "list" }

resource "test" "t" {
  given       = var.given
  untyped     = jsonencode(var.untyped)
  default     = jsonencode(var.default)
  typed       = jsonencode(var.typed)
  object      = jsonencode(var.object)
  not_null    = var.not_null
  may_be_null = var.may_be_null == null ? "null" : "there"
  number      = var.number
  absent      = var.absent
  secret      = "x-${var.secret}"
  old_style   = jsonencode(var.old_style)
}
