# The roles of examples/clinic, planned with this repository's own provider.
# Expect no finding, and three principals in changes, with what their documents grant.

locals {
  account  = "123456789012"
  boundary = "arn:aws:iam::${local.account}:policy"
  records  = "arn:aws:healthlake:us-east-1:${local.account}:datastore/fhir/0123456789abcdef0123456789abcdef"
  key      = "arn:aws:kms:us-east-1:${local.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
}

# Cardiologists read the records of their own facility, signed in at the
# hospital's identity provider.
resource "hipaa_clinician_role" "cardiology" {
  name                 = "cardiology-clinician"
  permissions_boundary = "${local.boundary}/phi-workforce"
  max_session_duration = 14400
  justification        = "Cardiologists read records at the bedside"

  regions               = ["us-east-1"]
  healthlake_datastores = [local.records]
  keys                  = [local.key]

  record_buckets = [{
    arn    = "arn:aws:s3:::cardiology-letters"
    prefix = "discharge/"
  }]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::${local.account}:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
      job_functions   = ["Cardiologist"]
    }
  }
}

# The emergency access procedure, 45 CFR 164.312(a)(2)(ii): two named users, a
# second factor just shown, one hour.
resource "hipaa_break_glass_role" "records" {
  name                 = "break-glass-records"
  permissions_boundary = "${local.boundary}/emergency"
  justification        = "Reads records when the usual way in does not work"

  scope                 = "records"
  regions               = ["us-east-1"]
  healthlake_datastores = [local.records]
  keys                  = [local.key]

  trust {
    mfa {
      users   = ["arn:aws:iam::${local.account}:user/emergency-1", "arn:aws:iam::${local.account}:user/emergency-2"]
      max_age = 900
    }
  }
}

# Who keeps the keys does not read what they lock.
resource "hipaa_kms_key_administrator_role" "keys" {
  name                 = "key-administrator"
  permissions_boundary = "${local.boundary}/nophi-kms"
  justification        = "Keeps the keys that protect records"

  regions = ["us-east-1"]
  keys    = [local.key]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::${local.account}:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
      job_functions   = ["KeyAdministrator"]
    }
  }
}
