# The account's password policy by this repository's own provider, as often as
# a plan may have it.
# Expect password-policy-weak, low, at federated alone: it gives its reason. The
# NIST profile asks for no rotation, and since no configuration chooses another,
# that is enough.

resource "hipaa_account_password_policy" "default" {
  minimum_password_length = 16
}

resource "hipaa_account_password_policy" "nist" {
  profile = "nist-800-63b"
}

resource "hipaa_account_password_policy" "federated" {
  max_password_age    = 0
  weaker_than_profile = "Sign-in is federated; the two IAM users are for emergencies and have hardware tokens"
}

resource "terraform_data" "later" {
  input = 20
}

resource "hipaa_account_password_policy" "later" {
  minimum_password_length = terraform_data.later.output
}
