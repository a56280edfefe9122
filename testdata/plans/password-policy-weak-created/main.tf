# A new policy that says little.
# Expect password-policy-weak, introduced: length 6, three classes not demanded, no reuse limit, no age.

resource "aws_iam_account_password_policy" "this" {
  require_numbers = true
}
