# The other one of two stacks that are judged together: see together-iam. A bucket that is marked as PHI lets a role
# of the other stack in by its policy.

resource "aws_s3_bucket" "scans" {
  bucket = "riverside-scans"
  tags   = { DataClassification = "phi" }
}

resource "aws_s3_bucket_policy" "scans" {
  bucket = aws_s3_bucket.scans.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::123456789012:role/auditor" }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.scans.arn}/*"
    }]
  })
}

# Has a name that the other stack uses for another thing.
resource "aws_kms_key" "this" {
  tags = { DataClassification = "phi" }
}

data "aws_iam_policy_document" "key" {
  statement {
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.this.arn]
  }
}

resource "aws_iam_role" "keeper" {
  name = "keeper"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::123456789012:root" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "keeper" {
  name   = "key"
  role   = aws_iam_role.keeper.name
  policy = data.aws_iam_policy_document.key.json
}
