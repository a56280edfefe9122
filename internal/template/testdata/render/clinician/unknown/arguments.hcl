# Everything that another resource of the same plan may give.
regions               = ["us-east-1"]
healthlake_datastores = [unknown]
imaging_datastores    = ["arn:aws:medical-imaging:us-east-1:123456789012:datastore/3d4e5f", unknown]
record_buckets        = [{ arn = unknown, prefix = "discharge/" }, { arn = "arn:aws:s3:::hospital-scans", prefix = unknown }]
keys                  = [unknown]

trust {
  saml {
    provider_arn = unknown
  }
}
