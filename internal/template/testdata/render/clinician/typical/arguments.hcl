regions               = ["us-east-1", "us-west-2"]
healthlake_datastores = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0a1b2c"]
imaging_datastores    = ["arn:aws:medical-imaging:us-east-1:123456789012:datastore/3d4e5f"]
record_buckets        = [{ arn = "arn:aws:s3:::hospital-letters", prefix = "discharge/" }, { arn = "arn:aws:s3:::hospital-scans", prefix = "" }]
record_tables         = ["arn:aws:dynamodb:us-east-1:123456789012:table/charts"]
keys                  = ["arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"]

trust {
  saml {
    provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
    mfa_enforced_by = "idp"
    mfa_evidence    = "IdP policy SEC-12"
    job_functions   = ["Clinician", "Nurse"]
  }
}
