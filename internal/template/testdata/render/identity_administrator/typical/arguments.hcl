assignments         = ["arn:aws:sso:::instance/ssoins-1234567890abcdef", "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-clinician", "arn:aws:sso:::account/123456789012"]
own_permission_sets = ["arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-identity"]
groups              = ["arn:aws:identitystore::123456789012:identitystore/d-1234567890", "arn:aws:identitystore:::group/11111111-2222-3333-4444-555555555555"]
users               = ["arn:aws:iam::123456789012:user/staff/*"]

trust {
  mfa {
    users = ["arn:aws:iam::123456789012:user/ann", "arn:aws:iam::123456789012:user/bob"]
  }
}
