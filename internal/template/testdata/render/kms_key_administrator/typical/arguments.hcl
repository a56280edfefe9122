regions = ["us-east-1"]
keys    = ["arn:aws:kms:us-east-1:123456789012:key/1"]
aliases = ["arn:aws:kms:us-east-1:123456789012:alias/phi"]

trust {
  mfa {
    users = ["arn:aws:iam::123456789012:user/keys-1"]
  }
  saml {
    provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
    mfa_enforced_by = "idp"
    mfa_evidence    = "Sign-in policy SEC-12"
  }
}
