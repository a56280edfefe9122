# What the profile demands, and longer passwords than that.
resource "hipaa_account_password_policy" "example" {
  profile                 = "security-rule"
  minimum_password_length = 16
}
