regions         = ["us-east-1"]
sources         = [{ arn = "arn:aws:s3:::hospital-raw", prefix = "hl7/" }]
target          = { arn = "arn:aws:s3:::hospital-curated", prefix = "labs/", key = "arn:aws:kms:us-east-1:123456789012:key/12" }
source_keys     = ["arn:aws:kms:us-east-1:123456789012:key/1"]
databases       = [{ region = "us-east-1", account_id = "123456789012", name = "curated" }]
log_groups      = ["arn:aws:logs:us-east-1:123456789012:log-group:/aws-glue/jobs/output"]
detect_phi      = true
organization_id = "o-a1b2c3d4e5"

trust {
  service {
    services        = ["glue.amazonaws.com"]
    source_accounts = ["123456789012"]
  }
}
