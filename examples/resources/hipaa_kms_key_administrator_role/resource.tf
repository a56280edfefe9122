resource "hipaa_kms_key_administrator_role" "keys" {
  name                 = "key-administrator"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-kms"
  justification        = "Keeps the keys that protect records"

  regions = ["us-east-1"]
  keys    = ["arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
      job_functions   = ["KeyAdministrator"]
    }
  }
}
