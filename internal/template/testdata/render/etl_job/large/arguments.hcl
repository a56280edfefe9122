regions = [for i in range(3) : "us-east-${i}"]

sources         = [for i in range(8) : { arn = format("arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-%03d", i), prefix = "documents/discharge-letters/" }]
target          = { arn = "arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-001", prefix = "labs/", key = "arn:aws:kms:us-east-1:123456789012:key/1" }
source_keys     = [for i in range(8) : format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d", i)]
databases       = [for i in range(5) : { region = "us-east-1", account_id = "123456789012", name = format("a-rather-long-name-%02d", i) }]
log_groups      = [for i in range(5) : format("arn:aws:logs:us-east-1:123456789012:log-group:/aws/service/a-log-group-%02d", i)]
detect_phi      = true
organization_id = "o-a1b2c3d4e5"
trust {
  service {
    services        = ["glue.amazonaws.com"]
    source_accounts = ["123456789012"]
  }
}
