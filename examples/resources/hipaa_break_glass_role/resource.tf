resource "hipaa_break_glass_role" "records" {
  name                 = "break-glass-records"
  permissions_boundary = "arn:aws:iam::123456789012:policy/emergency"
  justification        = "Reads records when the usual way in does not work"

  scope                 = "records"
  regions               = ["us-east-1"]
  healthlake_datastores = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0123456789abcdef0123456789abcdef"]
  keys                  = ["arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"]

  trust {
    mfa {
      users   = ["arn:aws:iam::123456789012:user/emergency-1", "arn:aws:iam::123456789012:user/emergency-2"]
      max_age = 900
    }
  }
}
