# A boundary of every class, planned with this repository's own provider, one of
# them of what is not known until apply, and roles that carry them.
# Expect boundary-hollow for nobody, and the same verdict as the provider's: the
# clinician's boundary is at hand although its ARN is not known.

locals {
  account = "123456789012"
}

resource "terraform_data" "later" {
  input = "arn:aws:s3:::letters/*"
}

resource "hipaa_permissions_boundary" "phi_workforce" {
  class     = "phi-workforce"
  name      = "phi-workforce"
  resources = ["arn:aws:s3:::records/*", terraform_data.later.output]
}

resource "hipaa_permissions_boundary" "class" {
  for_each = toset([
    "ba", "emergency", "nophi-audit", "nophi-deploy", "nophi-dev", "nophi-identity", "nophi-kms", "nophi-ops", "nophi-soc",
    "phi-patient", "phi-workload", "research",
  ])

  class = each.value
  name  = each.value
  path  = "/boundaries/"
}

resource "hipaa_clinician_role" "cardiology" {
  name                 = "cardiology-clinician"
  permissions_boundary = hipaa_permissions_boundary.phi_workforce.arn
  regions              = ["us-east-1"]
  record_buckets       = [{ arn = "arn:aws:s3:::records", prefix = "discharge/" }]
  keys                 = ["arn:aws:kms:us-east-1:${local.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::${local.account}:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}
