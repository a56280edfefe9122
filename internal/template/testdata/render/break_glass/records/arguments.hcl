scope                 = "records"
permissions_boundary  = "arn:aws:iam::123456789012:policy/emergency-boundary"
regions               = ["us-east-1"]
healthlake_datastores = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0a1b2c"]
imaging_datastores    = ["arn:aws:medical-imaging:us-east-1:123456789012:datastore/3d4e5f"]
record_buckets        = [{ arn = "arn:aws:s3:::hospital-letters" , prefix = "" }]
record_tables         = ["arn:aws:dynamodb:us-east-1:123456789012:table/charts"]
keys                  = ["arn:aws:kms:us-east-1:123456789012:key/1"]

trust {
  mfa {
    users   = ["arn:aws:iam::123456789012:user/break-glass-1", "arn:aws:iam::123456789012:user/break-glass-2"]
    max_age = 600
  }
}
