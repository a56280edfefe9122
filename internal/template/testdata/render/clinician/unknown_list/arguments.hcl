# A list of unknown length: which statements there are depends on it, in one policy.
regions               = ["us-east-1"]
healthlake_datastores = unknown_list
keys                  = unknown_list

trust {
  saml {
    provider_arn = "arn:aws:iam::123456789012:saml-provider/Workforce"
  }
}
