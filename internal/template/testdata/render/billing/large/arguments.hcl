regions = [for i in range(3) : "us-east-${i}"]

claim_buckets    = [for i in range(6) : { arn = format("arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-%03d", i), prefix = "documents/discharge-letters/" }]
claim_tables     = [for i in range(6) : format("arn:aws:dynamodb:us-east-1:123456789012:table/a-table-with-a-rather-long-name-%02d", i)]
claim_attributes = [for i in range(20) : format("an_attribute_%02d", i)]
workgroups       = [for i in range(5) : format("arn:aws:athena:us-east-1:123456789012:workgroup/a-workgroup-%02d", i)]
results          = { arn = "arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-001", prefix = "results/" }
databases        = [for i in range(4) : { region = "us-east-1", account_id = "123456789012", name = format("a-rather-long-name-%02d", i) }]
lake_formation   = true
keys             = [for i in range(6) : format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d", i)]
trust {
  saml {
    provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
    mfa_enforced_by = "idp"
    mfa_evidence    = "Sign-in policy SEC-12"
  }
}
