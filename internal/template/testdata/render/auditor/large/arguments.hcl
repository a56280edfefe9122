evidence = { arn = "arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-001", prefix = "2026/" }
keys     = [for i in range(10) : format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d", i)]
regions  = [for i in range(3) : "us-east-${i}"]
expires  = "2026-12-31T23:59:59Z"
trust {
  saml {
    provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
    mfa_enforced_by = "idp"
    mfa_evidence    = "Sign-in policy SEC-12"
  }
}
