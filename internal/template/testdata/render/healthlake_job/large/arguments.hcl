direction       = "export"
regions         = [for i in range(3) : "us-east-${i}"]
output          = { arn = "arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-001", prefix = "export/" }
keys            = [for i in range(15) : format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d", i)]
organization_id = "o-a1b2c3d4e5"
trust {
  service {
    services        = ["healthlake.amazonaws.com"]
    source_accounts = ["123456789012"]
    source_arns     = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0a1b2c"]
  }
}
