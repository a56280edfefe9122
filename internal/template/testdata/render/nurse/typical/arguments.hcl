regions               = ["us-east-1"]
healthlake_datastores = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0a1b2c"]
imaging_datastores    = ["arn:aws:medical-imaging:us-east-1:123456789012:datastore/3d4e5f"]
record_buckets        = [{ arn = "arn:aws:s3:::hospital-letters", prefix = "discharge/" }]
record_tables         = ["arn:aws:dynamodb:us-east-1:123456789012:table/charts"]
chart_attributes      = ["facility", "patient", "note"]
intake                = { arn = "arn:aws:s3:::hospital-intake", prefix = "ward/", key = "arn:aws:kms:us-east-1:123456789012:key/12" }
keys                  = ["arn:aws:kms:us-east-1:123456789012:key/1"]

trust {
  saml {
    provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
    mfa_enforced_by = "idp"
    mfa_evidence    = "Sign-in policy SEC-12"
  }
}
