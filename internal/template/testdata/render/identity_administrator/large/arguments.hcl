permissions_boundary = "arn:aws:iam::123456789012:policy/boundary"
assignments          = [for i in range(25) : format("arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-%02d", i)]
own_permission_sets  = ["arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-identity"]
groups               = [for i in range(15) : format("arn:aws:identitystore:::group/11111111-2222-3333-4444-5555555555%02d", i)]
users                = ["arn:aws:iam::123456789012:user/staff/*"]
trust {
  mfa {
    users = [for i in range(5) : format("arn:aws:iam::123456789012:user/staff/a-user-with-a-long-name-%02d", i)]
  }
}
