resource "hipaa_patient_role" "example" {
  name                 = "patient"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-patient"
  justification        = "Patient who sees their own records"

  tables  = ["arn:aws:dynamodb:us-east-1:123456789012:table/portal"]
  buckets = [{ arn = "arn:aws:s3:::hospital-portal", prefix = "portal/" }]
  routes  = ["arn:aws:execute-api:us-east-1:123456789012:a1b2c3/prod/GET/me/*"]

  trust {
    cognito {
      identity_pool_id = "us-east-1:11111111-2222-3333-4444-555555555555"
    }
  }
}
