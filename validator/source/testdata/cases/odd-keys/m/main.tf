variable "in" {}
resource "test" "t" {
  value = var.in
}
