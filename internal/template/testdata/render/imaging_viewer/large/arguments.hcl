regions            = [for i in range(3) : "us-east-${i}"]
imaging_datastores = [for i in range(15) : format("arn:aws:medical-imaging:us-east-1:123456789012:datastore/0123456789abcdef0123456789abcd%02d", i)]
keys               = [for i in range(15) : format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d", i)]
trust {
  saml {
    provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
    mfa_enforced_by = "idp"
    mfa_evidence    = "Sign-in policy SEC-12"
  }
}
