scope                 = "platform"
healthlake_datastores = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0a1b2c"]
phi_resources         = []
expires               = "tomorrow"

trust {
  mfa {
    users           = ["arn:aws:iam::123456789012:user/break-glass-1"]
    max_age         = 3600
    organization_id = "example"
  }
}
