# The same access in words that do not look like it.
# Expect admin-access at every role here.

locals {
  statements = {
    star-colon-star  = { Effect = "Allow", Action = "*:*", Resource = "*" }
    question-marks   = { Effect = "Allow", Action = ["?*"], Resource = ["arn:aws:s3:::x", "**"] }
    all-but-one      = { Effect = "Allow", NotAction = "iam:DeleteUser", Resource = "*" }
    not-resource     = { Effect = "Allow", Action = "*", NotResource = "arn:aws:s3:::nothing-here" }
    vacuous          = { Effect = "Allow", Action = "*", Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "*" } } }
    two-halves       = { Effect = "Allow", Action = ["a*", "b*", "c*", "d*", "e*", "f*", "g*", "h*", "i*", "j*", "k*", "l*", "m*", "n*", "o*", "p*", "q*", "r*", "s*", "t*", "u*", "v*", "w*", "x*", "y*", "z*"], Resource = "*" }
    mixed-case-value = { Effect = "Allow", Action = ["S3:*", "*"], Resource = ["*"] }
  }
}

resource "aws_iam_role" "this" {
  for_each = local.statements

  name = each.key
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  for_each = local.statements

  name   = "inline"
  role   = aws_iam_role.this[each.key].id
  policy = jsonencode({ Version = "2012-10-17", Statement = each.value })
}
