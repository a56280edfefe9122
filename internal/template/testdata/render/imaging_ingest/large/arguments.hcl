regions            = [for i in range(3) : "us-east-${i}"]
imaging_datastores = [for i in range(12) : format("arn:aws:medical-imaging:us-east-1:123456789012:datastore/0123456789abcdef0123456789abcd%02d", i)]
input              = { arn = "arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-001", prefix = "in/" }
output             = { arn = "arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-001", prefix = "out/" }
keys               = [for i in range(12) : format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d", i)]
import_roles       = [for i in range(3) : format("arn:aws:iam::123456789012:role/pipelines/a-role-with-a-long-name-%02d", i)]
trust {
  service {
    services        = ["medical-imaging.amazonaws.com"]
    source_accounts = ["123456789012"]
  }
}
