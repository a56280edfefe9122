scope                 = "records"
permissions_boundary  = "arn:aws:iam::123456789012:policy/boundaries/emergency-boundary"
regions               = [for i in range(3) : "us-east-${i}"]
healthlake_datastores = [for i in range(8) : format("arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0123456789abcdef0123456789abcd%02d", i)]
imaging_datastores    = [for i in range(8) : format("arn:aws:medical-imaging:us-east-1:123456789012:datastore/0123456789abcdef0123456789abcd%02d", i)]
record_tables         = [for i in range(8) : format("arn:aws:dynamodb:us-east-1:123456789012:table/a-table-with-a-rather-long-name-%02d", i)]
keys                  = [for i in range(8) : format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d", i)]
record_buckets        = [for i in range(8) : { arn = format("arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-%03d", i), prefix = "documents/discharge-letters/" }]

trust {
  mfa {
    users = [for i in range(5) : format("arn:aws:iam::123456789012:user/staff/a-user-with-a-long-name-%02d", i)]
  }
}
