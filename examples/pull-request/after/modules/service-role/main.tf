# One role for one AWS service to run something as.

variable "name" {
  type = string
}

variable "service" {
  description = "Who runs as the role, lambda.amazonaws.com for one."
  type        = string
}

variable "boundary_arn" {
  type = string
}

variable "statements" {
  description = "What the role may do."
  type = list(object({
    actions   = list(string)
    resources = list(string)
  }))
}

variable "tags" {
  type = map(string)
}

resource "aws_iam_role" "this" {
  name                 = var.name
  permissions_boundary = var.boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = var.service }
      Condition = { StringEquals = { "aws:SourceAccount" = "123456789012" } }
    }]
  })
}

data "aws_iam_policy_document" "this" {
  dynamic "statement" {
    for_each = var.statements

    content {
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
}

resource "aws_iam_role_policy" "this" {
  name   = "work"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.this.json
}
