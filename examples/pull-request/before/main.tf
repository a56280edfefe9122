# Riverside Imaging, as it stands on the main branch.

locals {
  account = "123456789012"

  tags = {
    Owner              = "platform@riverside.example"
    DataClassification = "internal"
    ReviewBy           = "2027-06-30"
  }

  phi_tags = merge(local.tags, { DataClassification = "phi" })
}

# The most that a role here can ever do.
resource "aws_iam_policy" "boundary" {
  name   = "phi-boundary"
  policy = data.aws_iam_policy_document.boundary.json
  tags   = local.tags
}

data "aws_iam_policy_document" "boundary" {
  statement {
    sid       = "Data"
    actions   = ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "kms:Decrypt", "kms:GenerateDataKey", "logs:*", "sqs:*"]
    resources = ["*"]
  }

  statement {
    sid       = "NoIdentityChanges"
    effect    = "Deny"
    actions   = ["iam:*", "organizations:*"]
    resources = ["*"]
  }
}

module "department" {
  source   = "./modules/department"
  for_each = toset(["cardiology", "radiology"])

  name         = each.key
  bucket_arn   = aws_s3_bucket.imaging.arn
  boundary_arn = aws_iam_policy.boundary.arn

  services = {
    ingest = {
      service = "lambda.amazonaws.com"
      actions = ["s3:PutObject"]
    }
  }
}
