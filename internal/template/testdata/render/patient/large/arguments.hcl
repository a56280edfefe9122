tables  = [for i in range(12) : format("arn:aws:dynamodb:us-east-1:123456789012:table/a-table-with-a-rather-long-name-%02d", i)]
buckets = [for i in range(10) : { arn = format("arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-%03d", i), prefix = "documents/discharge-letters/" }]
routes  = [for i in range(10) : format("arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/me/route-%02d", i)]
trust {
  cognito {
    identity_pool_id = "us-east-1:11111111-2222-3333-4444-555555555555"
  }
}
