# One of two stacks that are judged together; together-data is the other. A role gets to read the scans of a bucket
# that the other stack has and marks as PHI, and another role is let in by that bucket's policy alone. Neither stack
# tells by itself that a role without MFA in its trust reaches PHI.

locals {
  people = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::123456789012:root" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role" "viewer" {
  name               = "viewer"
  assume_role_policy = local.people
}

resource "aws_iam_role_policy" "viewer" {
  name = "scans"
  role = aws_iam_role.viewer.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::riverside-scans/*" }]
  })
}

resource "aws_iam_role" "auditor" {
  name               = "auditor"
  assume_role_policy = local.people
}

# Has a name that the other stack uses for another thing.
resource "aws_iam_role" "other" {
  name               = "other"
  assume_role_policy = local.people
}

resource "aws_kms_key" "this" {}

data "aws_iam_policy_document" "key" {
  statement {
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.this.arn]
  }
}

resource "aws_iam_role_policy" "other" {
  name   = "key"
  role   = aws_iam_role.other.name
  policy = data.aws_iam_policy_document.key.json
}
