# 45 CFR 164.308(a)(5)(ii)(D). People sign in through the identity provider; this is for the few users that are left.

resource "hipaa_account_password_policy" "this" {
  profile = "security-rule"
}
