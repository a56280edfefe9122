# The vendor who repairs the imaging archive.

resource "aws_iam_role" "vendor" {
  name                 = "imaging-vendor"
  permissions_boundary = aws_iam_policy.boundary.arn
  tags                 = local.phi_tags

  # An external ID is no secret: anybody's account may still assume this.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" }
      Condition = { StringEquals = { "sts:ExternalId" = "riverside" } }
    }]
  })
}

# What the vendor may do is a file that the vendor keeps: nobody can know at
# plan time what it says.
resource "aws_s3_bucket" "vendor_drop" {
  bucket = "riverside-vendor-drop"
  tags   = local.tags
}

data "aws_s3_object" "vendor_policy" {
  bucket = aws_s3_bucket.vendor_drop.id
  key    = "policy.json"
}

resource "aws_iam_role_policy" "vendor" {
  name   = "repair"
  role   = aws_iam_role.vendor.id
  policy = data.aws_s3_object.vendor_policy.body
}

# The archive's synchronisation, with keys that never expire.
resource "aws_iam_user" "pacs_sync" {
  name = "pacs-sync"
  tags = local.phi_tags
}

resource "aws_iam_access_key" "pacs_sync" {
  user = aws_iam_user.pacs_sync.name
}

resource "aws_iam_user_policy" "pacs_sync" {
  name = "sync"
  user = aws_iam_user.pacs_sync.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject"]
      Resource = "${aws_s3_bucket.imaging.arn}/pacs/*"
    }]
  })
}
