regions           = ["us-east-1"]
places            = [{ region = "us-east-1", account_id = "123456789012" }]
quarantine_groups = ["arn:aws:ec2:us-east-1:123456789012:security-group/sg-0123456789abcdef0"]
functions         = ["arn:aws:lambda:us-east-1:123456789012:function:portal"]
buckets           = ["arn:aws:s3:::hospital-letters"]
event_stores      = ["arn:aws:cloudtrail:us-east-1:123456789012:eventdatastore/1"]

trust {
  saml {
    provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
    mfa_enforced_by = "idp"
    mfa_evidence    = "Sign-in policy SEC-12"
  }
}
