regions           = [for i in range(3) : "us-east-${i}"]
places            = [for i in range(3) : { region = "us-east-${i}", account_id = "123456789012" }]
quarantine_groups = [for i in range(4) : format("arn:aws:ec2:us-east-1:123456789012:security-group/sg-0123456789abcde%02d", i)]
functions         = [for i in range(12) : format("arn:aws:lambda:us-east-1:123456789012:function:a-function-with-a-long-name-%02d", i)]
buckets           = [for i in range(10) : format("arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-%03d", i)]
event_stores      = [for i in range(3) : format("arn:aws:cloudtrail:us-east-1:123456789012:eventdatastore/11111111-2222-3333-4444-5555555555%02d", i)]
trust {
  saml {
    provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
    mfa_enforced_by = "idp"
    mfa_evidence    = "Sign-in policy SEC-12"
  }
}
