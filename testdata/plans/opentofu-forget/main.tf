# Planned with OpenTofu, whose plans lack applyable and complete. A role is replaced and the old one left in the account ("forget, create"), another one is only
# taken out of management. Expect that what was granted before is existing, and that the role that is left behind stays on both sides.

locals {
  trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}

resource "aws_iam_role" "renamed" {
  name               = "renamed-new"
  assume_role_policy = local.trust

  lifecycle {
    destroy = false
  }
}

resource "aws_iam_role_policy" "renamed" {
  name   = "store"
  role   = aws_iam_role.renamed.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["s3:*", "iam:PassRole"], Resource = "*" }] })

  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_iam_role.left

  lifecycle {
    destroy = false
  }
}
