regions              = [for i in range(3) : "us-east-${i}"]
permissions_boundary = "arn:aws:iam::123456789012:policy/boundaries/nophi-ops"
jobs                 = [for i in range(8) : format("arn:aws:glue:us-east-1:123456789012:job/a-job-with-a-long-name-%02d", i)]
databases            = [for i in range(3) : { region = "us-east-1", account_id = "123456789012", name = format("a-rather-long-name-%02d", i) }]
state_machines       = [for i in range(4) : { region = "us-east-1", account_id = "123456789012", name = format("a-rather-long-name-%02d", i) }]
buckets              = [for i in range(5) : format("arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-%03d", i)]
log_groups           = [for i in range(4) : format("arn:aws:logs:us-east-1:123456789012:log-group:/aws/service/a-log-group-%02d", i)]
job_roles            = [for i in range(4) : format("arn:aws:iam::123456789012:role/pipelines/a-role-with-a-long-name-%02d", i)]
trust {
  saml {
    provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
    mfa_enforced_by = "idp"
    mfa_evidence    = "Sign-in policy SEC-12"
  }
}
