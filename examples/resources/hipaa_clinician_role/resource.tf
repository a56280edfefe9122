resource "hipaa_clinician_role" "cardiology" {
  name                 = "cardiology-clinician"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workforce"
  max_session_duration = 14400
  justification        = "Cardiologists read records at the bedside"

  regions               = ["us-east-1"]
  healthlake_datastores = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0123456789abcdef0123456789abcdef"]
  keys                  = ["arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"]

  record_buckets = [{
    arn    = "arn:aws:s3:::cardiology-letters"
    prefix = "discharge/"
  }]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
      job_functions   = ["Cardiologist"]
    }
  }
}
