# Documents of data sources of this project's provider, with parts that are not known until apply.
resource "aws_s3_bucket" "records" {
  bucket_prefix = "records-"
}

resource "aws_iam_role" "reader" {
  name_prefix = "reader-"
}

resource "aws_kms_key" "records" {}

data "hipaa_store_policy_document" "records" {
  type             = "bucket"
  arn              = aws_s3_bucket.records.arn
  account_id       = "123456789012"
  key_arn          = aws_kms_key.records.arn
  readers          = [aws_iam_role.reader.arn, "arn:aws:iam::210987654321:role/lab"]
  trusted_accounts = ["210987654321"]
  services         = [{ principal = "cloudtrail.amazonaws.com", access = "write", prefix = "AWSLogs/" }]
}

resource "aws_s3_bucket_policy" "records" {
  bucket = aws_s3_bucket.records.id
  policy = data.hipaa_store_policy_document.records.json
}

data "hipaa_kms_key_policy_document" "records" {
  account_id     = "123456789012"
  administrators = ["arn:aws:iam::123456789012:role/keys"]
  users          = [aws_iam_role.reader.arn]

  services = [{
    principal          = "logs.us-east-1.amazonaws.com"
    source_accounts    = []
    encryption_context = { "aws:logs:arn" = ["${aws_s3_bucket.records.arn}-logs"] }
  }]
}

# The provider refuses a key whose keeper uses it.
data "hipaa_kms_key_policy_document" "both" {
  account_id     = "123456789012"
  administrators = [aws_iam_role.reader.arn]
  users          = [aws_iam_role.reader.arn]
}

variable "open" { type = bool }

data "hipaa_store_policy_document" "undecided" {
  type       = "secret"
  arn        = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db"
  account_id = "123456789012"
  readers    = ["arn:aws:iam::123456789012:role/app"]
  only_named = aws_s3_bucket.records.object_lock_enabled
}

# What the provider would not take is no reason to stop.
data "hipaa_store_policy_document" "odd" {
  type       = "queue"
  arn        = "arn:aws:sqs:us-east-1:123456789012:q"
  account_id = "123456789012"
  services   = [null, { principal = null, access = "write", source_arns = null }, "text"]
}
