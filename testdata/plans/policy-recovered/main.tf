# Documents that are unknown in the plan only because of a name: a data document, jsonencode, a heredoc, a template, a local, a module's output.
# Expect no policy-undetermined with source; trust-without-mfa and pass-role-wildcard are found inside where they stand (role.template passes every role).

resource "aws_s3_bucket" "images" {
  bucket = "cardiology-images"
}

data "aws_iam_policy_document" "read" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.images.arn}/*"]
  }
}

resource "aws_iam_role" "document" {
  name = "document"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "document" {
  name   = "inline"
  role   = aws_iam_role.document.id
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_role" "encoded" {
  name = "encoded"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "encoded" {
  name = "inline"
  role = aws_iam_role.encoded.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.images.arn}/*" }]
  })
}

resource "aws_iam_role" "heredoc" {
  name = "heredoc"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "heredoc" {
  name   = "inline"
  role   = aws_iam_role.heredoc.id
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "${aws_s3_bucket.images.arn}/*" }]
    }
  EOT
}

locals {
  read = {
    Version   = "2012-10-17"
    Statement = [for bucket in [aws_s3_bucket.images] : { Effect = "Allow", Action = "s3:GetObject", Resource = "${bucket.arn}/*" }]
  }
}

resource "aws_iam_role" "local" {
  name = "local"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_policy" "local" {
  name   = "from-local"
  policy = jsonencode(local.read)
}

resource "aws_iam_role_policy_attachment" "local" {
  role       = aws_iam_role.local.name
  policy_arn = aws_iam_policy.local.arn
}

module "policy" {
  source     = "./policy"
  bucket_arn = aws_s3_bucket.images.arn
}

resource "aws_iam_role" "module" {
  name = "module"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "module" {
  name   = "inline"
  role   = aws_iam_role.module.id
  policy = module.policy.json
}

resource "aws_iam_role" "template" {
  name = "template"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "template" {
  name   = "inline"
  role   = aws_iam_role.template.id
  policy = templatefile("${path.module}/policy.json.tftpl", { bucket = aws_s3_bucket.images.arn })
}
