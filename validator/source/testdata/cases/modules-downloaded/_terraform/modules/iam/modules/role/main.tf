variable "name" { type = string }
resource "aws_iam_role" "r" {
  name = var.name
}
output "arn" { value = aws_iam_role.r.arn }
output "path" { value = path.module }
