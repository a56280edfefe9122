regions         = [for i in range(3) : "us-east-${i}"]
models          = [for i in range(6) : format("arn:aws:bedrock:us-east-1::foundation-model/a-model-with-a-name-%02d", i)]
guardrails      = [for i in range(2) : format("arn:aws:bedrock:us-east-1:123456789012:guardrail/abcdefgh%02d", i)]
scribe          = [for i in range(2) : { region = "us-east-${i}", account_id = "123456789012" }]
extract_text    = true
find_entities   = true
buckets         = [for i in range(6) : { arn = format("arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-%03d", i), prefix = "documents/discharge-letters/" }]
scribe_roles    = [for i in range(2) : format("arn:aws:iam::123456789012:role/pipelines/a-role-with-a-long-name-%02d", i)]
keys            = [for i in range(5) : format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d", i)]
organization_id = "o-a1b2c3d4e5"
trust {
  service {
    services        = ["lambda.amazonaws.com"]
    source_accounts = ["123456789012"]
  }
}
