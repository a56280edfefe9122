# Roles of every template with arguments that are not known until apply.
# Expect no policy-undetermined

locals {
  account  = "123456789012"
  boundary = "arn:aws:iam::${local.account}:policy"
}

# Stands for what another stack makes; its output is known after apply.
resource "terraform_data" "made" {
  for_each = {
    records  = "arn:aws:healthlake:us-east-1:${local.account}:datastore/fhir/0123456789abcdef0123456789abcdef"
    letters  = "arn:aws:s3:::cardiology-letters"
    key      = "arn:aws:kms:us-east-1:${local.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    provider = "arn:aws:iam::${local.account}:saml-provider/Workforce"
    facility = "Facility"
    user     = "arn:aws:iam::${local.account}:user/emergency-1"
  }
  input = each.value
}

resource "hipaa_clinician_role" "cardiology" {
  name                 = "cardiology-clinician"
  permissions_boundary = "${local.boundary}/phi-workforce"
  justification        = "Cardiologists read records at the bedside"

  regions               = ["us-east-1"]
  healthlake_datastores = [terraform_data.made["records"].output]
  keys                  = [terraform_data.made["key"].output]
  facility_tag          = terraform_data.made["facility"].output

  record_buckets = [{
    arn    = terraform_data.made["letters"].output
    prefix = "discharge/"
  }]

  trust {
    saml {
      provider_arn    = terraform_data.made["provider"].output
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}

resource "hipaa_break_glass_role" "platform" {
  name                 = "break-glass-platform"
  permissions_boundary = "${local.boundary}/emergency"
  justification        = "Repairs the platform when the usual way in does not work"

  scope = "platform"

  trust {
    mfa {
      users = [terraform_data.made["user"].output, "arn:aws:iam::${local.account}:user/emergency-2"]
    }
  }
}

resource "hipaa_kms_key_administrator_role" "keys" {
  name                 = "key-administrator"
  permissions_boundary = "${local.boundary}/nophi-kms"
  justification        = "Keeps the keys that protect records"

  regions = ["us-east-1"]
  keys    = [terraform_data.made["key"].output]

  trust {
    saml {
      provider_arn    = terraform_data.made["provider"].output
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}
