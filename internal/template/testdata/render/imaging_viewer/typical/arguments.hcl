regions            = ["us-east-1"]
imaging_datastores = ["arn:aws:medical-imaging:us-east-1:123456789012:datastore/3d4e5f"]
keys               = ["arn:aws:kms:us-east-1:123456789012:key/1"]

trust {
  saml {
    provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
    mfa_enforced_by = "idp"
    mfa_evidence    = "Sign-in policy SEC-12"
  }
}
