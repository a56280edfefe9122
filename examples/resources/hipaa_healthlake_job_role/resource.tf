resource "hipaa_healthlake_job_role" "example" {
  name                 = "healthlake-job"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workload"
  justification        = "Import or export of a FHIR data store"

  direction       = "import"
  regions         = ["us-east-1"]
  input           = { arn = "arn:aws:s3:::hospital-fhir-in", prefix = "bulk/" }
  output          = { arn = "arn:aws:s3:::hospital-fhir-log", prefix = "import/" }
  keys            = ["arn:aws:kms:us-east-1:123456789012:key/1"]
  organization_id = "o-a1b2c3d4e5"

  trust {
    service {
      services        = ["healthlake.amazonaws.com"]
      source_accounts = ["123456789012"]
      source_arns     = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0a1b2c"]
    }
  }
}
