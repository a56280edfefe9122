variable "arns" { type = list(string) }
variable "index" {}

locals {
  document = {
    Version = "2012-10-17"
    Statement = [for a in var.arns : {
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "${a}/*"
    }]
  }
}

resource "aws_iam_policy" "p" {
  policy = jsonencode(local.document)
}

output "policy" { value = aws_iam_policy.p.policy }
output "text" { value = "${var.index}:${join(",", var.arns)}" }
