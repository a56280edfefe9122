variable "name" {
  type = string
}
variable "arn" {
  type    = string
  default = null
}

module "inner" {
  source = "./inner"
  count  = 2
  arns   = compact([var.arn])
  index  = count.index
}

resource "aws_iam_policy" "p" {
  policy = module.inner[0].policy
}

output "name" { value = upper(var.name) }
output "arn" { value = coalesce(var.arn, "arn:aws:s3:::default") }
output "inner" { value = module.inner[1].text }
output "path" { value = path.module }
