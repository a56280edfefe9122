# Shorter, and passwords come back sooner.
# Expect password-policy-weak at aws_iam_account_password_policy.this, introduced.

resource "aws_iam_account_password_policy" "this" {
  minimum_password_length      = 13
  require_lowercase_characters = true
  require_uppercase_characters = true
  require_numbers              = true
  require_symbols              = true
  password_reuse_prevention    = 5
  max_password_age             = 90
}
