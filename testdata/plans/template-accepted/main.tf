# A role that may do what other roles may not: its template says why, and accepts it.
# Expect privilege-escalation, pass-role-wildcard and others at
# hipaa_break_glass_role.platform, all accepted, and a pass.

locals {
  account  = "123456789012"
  boundary = "arn:aws:iam::${local.account}:policy"
}

resource "hipaa_break_glass_role" "platform" {
  name                 = "break-glass-platform"
  permissions_boundary = "${local.boundary}/emergency"
  justification        = "Repairs the platform when the usual way in does not work"

  scope = "platform"

  trust {
    mfa {
      users = ["arn:aws:iam::${local.account}:user/emergency-1", "arn:aws:iam::${local.account}:user/emergency-2"]
    }
  }
}

# People of a SAML provider of which nobody says that it asks for a second factor.
# Expect trust-without-mfa at hipaa_kms_key_administrator_role.undeclared, too
# low to block: the role reaches no PHI.
resource "hipaa_kms_key_administrator_role" "undeclared" {
  name                 = "key-administrator-undeclared"
  permissions_boundary = "${local.boundary}/nophi-kms"
  justification        = "Keeps the keys that protect records"

  regions = ["us-east-1"]

  trust {
    saml {
      provider_arn = "arn:aws:iam::${local.account}:saml-provider/Workforce"
    }
  }
}
