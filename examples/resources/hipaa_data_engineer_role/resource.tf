resource "hipaa_data_engineer_role" "example" {
  name                 = "data-engineer"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-ops"
  justification        = "Data engineer who builds pipelines"

  regions        = ["us-east-1"]
  jobs           = ["arn:aws:glue:us-east-1:123456789012:job/nightly"]
  databases      = [{ region = "us-east-1", account_id = "123456789012", name = "etl" }]
  state_machines = [{ region = "us-east-1", account_id = "123456789012", name = "nightly" }]
  buckets        = ["arn:aws:s3:::hospital-etl"]
  log_groups     = ["arn:aws:logs:us-east-1:123456789012:log-group:/aws-glue/jobs/output"]
  job_roles      = ["arn:aws:iam::123456789012:role/etl"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}
