regions       = ["us-east-1"]
models        = ["arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2"]
guardrails    = ["arn:aws:bedrock:us-east-1:123456789012:guardrail/abc123"]
scribe        = [{ region = "us-east-1", account_id = "123456789012" }]
extract_text  = true
find_entities = true
buckets       = [{ arn = "arn:aws:s3:::hospital-notes", prefix = "visits/" }]
scribe_roles  = ["arn:aws:iam::123456789012:role/scribe"]
keys          = ["arn:aws:kms:us-east-1:123456789012:key/1"]

trust {
  service {
    services        = ["lambda.amazonaws.com"]
    source_accounts = ["123456789012"]
  }
}
