regions               = ["anywhere", "us-east-*"]
healthlake_datastores = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/*"]
imaging_datastores    = "one"
record_buckets        = [{ arn = "hospital-letters", prefix = "/x" }, { prefix = "y" }]
record_tables         = [null]
keys                  = ["alias/phi", "arn:aws:kms:us-east-1:123456789012:key/$${aws:PrincipalTag/k}"]
facility_tags         = "Site"

trust {
  saml {
    mfa_enforced_by = "nobody"
  }
  mfa {
    users = []
  }
}
