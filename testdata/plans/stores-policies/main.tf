# Resource policies in every form: by value, by reference, through a data source, through locals, on what the plan does not
# hold, and as statements of resources of their own. stores.golden.txt says which policy bears on what.

data "aws_caller_identity" "current" {}

locals {
  names = { images = aws_s3_bucket.named.id }
  read = { for name in ["inbox", "outbox"] : name => jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }, Action = "sqs:SendMessage", Resource = aws_sqs_queue.this[name].arn }]
  }) }
}

resource "aws_s3_bucket" "named" {
  bucket = "hipaacheck-images"
}

resource "aws_s3_bucket" "prefixed" {
  bucket_prefix = "hipaacheck-"
}

data "aws_iam_policy_document" "tls" {
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.prefixed.arn, "${aws_s3_bucket.prefixed.arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "prefixed" {
  bucket = aws_s3_bucket.prefixed.id
  policy = data.aws_iam_policy_document.tls.json
}

# By value, and with a text that is known.
resource "aws_s3_bucket_policy" "named" {
  bucket = "hipaacheck-images"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::hipaacheck-images/*" }]
  })
}

# A bucket that is not in the plan.
resource "aws_s3_bucket_policy" "elsewhere" {
  bucket = "hipaacheck-elsewhere"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "210987654321" }, Action = "s3:GetObject", Resource = "arn:aws:s3:::hipaacheck-elsewhere/*" }]
  })
}

resource "aws_s3_access_point" "images" {
  bucket = local.names.images
  name   = "images"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "123456789012" }, Action = "s3:GetObject", Resource = "*" }]
  })
}

resource "aws_kms_key" "own" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }, Action = "kms:*", Resource = "*" }]
  })
}

# AWS's default policy; no policy is written.
resource "aws_kms_key" "default" {}

resource "aws_kms_key" "separate" {}

resource "aws_kms_key_policy" "separate" {
  key_id = aws_kms_key.separate.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.reader.arn }, Action = "kms:Decrypt", Resource = "*" }]
  })
}

resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_kms_grant" "reader" {
  key_id            = aws_kms_key.separate.key_id
  grantee_principal = aws_iam_role.reader.arn
  operations        = ["Decrypt", "DescribeKey"]
}

resource "aws_secretsmanager_secret" "db" {
  name = "db"
}

resource "aws_secretsmanager_secret_policy" "db" {
  secret_arn = aws_secretsmanager_secret.db.arn
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::210987654321:role/vendor" }, Action = "secretsmanager:GetSecretValue", Resource = "*" }]
  })
}

resource "aws_sns_topic" "alerts" {
  name = "alerts"
}

data "aws_iam_policy_document" "alerts" {
  statement {
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.alerts.arn]
    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
  }
}

resource "aws_sns_topic_policy" "alerts" {
  arn    = aws_sns_topic.alerts.arn
  policy = data.aws_iam_policy_document.alerts.json
}

resource "aws_sqs_queue" "this" {
  for_each = toset(["inbox", "outbox"])
  name     = each.key
}

resource "aws_sqs_queue_policy" "this" {
  for_each  = aws_sqs_queue.this
  queue_url = each.value.url
  policy    = local.read[each.key]
}

resource "aws_lambda_function" "job" {
  function_name = "job"
  role          = aws_iam_role.reader.arn
  image_uri     = "123456789012.dkr.ecr.us-east-1.amazonaws.com/job:1"
  package_type  = "Image"
}

resource "aws_lambda_permission" "bucket" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.job.function_name
  principal     = "s3.amazonaws.com"
  source_arn    = aws_s3_bucket.prefixed.arn
}

resource "aws_lambda_permission" "public" {
  action        = "lambda:InvokeFunction"
  function_name = "job"
  principal     = "*"
}

resource "aws_lambda_permission" "elsewhere" {
  action         = "lambda:InvokeFunction"
  function_name  = "arn:aws:lambda:us-east-1:123456789012:function:other"
  principal      = "s3.amazonaws.com"
  source_account = "123456789012"
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecr_repository_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "210987654321" }, Action = "ecr:BatchGetImage" }]
  })
}

resource "aws_dynamodb_table" "charts" {
  name         = "charts"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_dynamodb_resource_policy" "charts" {
  resource_arn = aws_dynamodb_table.charts.arn
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "210987654321" }, Action = "dynamodb:GetItem", Resource = aws_dynamodb_table.charts.arn }]
  })
}

resource "aws_efs_file_system" "scans" {}

resource "aws_efs_file_system_policy" "scans" {
  file_system_id = aws_efs_file_system.scans.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "elasticfilesystem:ClientMount", Resource = aws_efs_file_system.scans.arn }]
  })
}

resource "aws_backup_vault" "nightly" {
  name = "nightly"
}

resource "aws_backup_vault_policy" "nightly" {
  backup_vault_name = aws_backup_vault.nightly.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "backup:DeleteRecoveryPoint", Resource = "*" }]
  })
}

resource "aws_opensearch_domain" "search" {
  domain_name = "search"
  access_policies = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "es:*", Resource = "*", Condition = { IpAddress = { "aws:SourceIp" = "10.0.0.0/8" } } }]
  })
}

resource "aws_glue_resource_policy" "catalog" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "210987654321" }, Action = "glue:GetTable", Resource = "arn:aws:glue:us-east-1:123456789012:*" }]
  })
}

resource "aws_cloudwatch_event_permission" "partner" {
  principal    = "210987654321"
  statement_id = "partner"
}

resource "aws_cloudwatch_log_resource_policy" "route53" {
  policy_name = "route53"
  policy_document = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "route53.amazonaws.com" }, Action = "logs:PutLogEvents", Resource = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/route53/*" }]
  })
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id       = "vpc-12345678"
  service_name = "com.amazonaws.us-east-1.s3"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }]
  })
}

# Not known until apply, in a way that only the source tells.
resource "aws_api_gateway_rest_api" "portal" {
  name = "portal"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "execute-api:/*", Condition = { StringEquals = { "aws:SourceVpce" = aws_vpc_endpoint.s3.id } } }]
  })
}
