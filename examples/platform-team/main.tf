# How a platform team hands out roles: a module with the choices that it has made,
# and a call for each team. What the module does not offer, no team can ask for.

terraform {
  required_version = ">= 1.8"

  required_providers {
    hipaa = {
      source = "hipaa-iam/hipaa"
    }
  }
}

provider "hipaa" {
  region              = "us-east-1"
  allowed_account_ids = [local.account]

  role_defaults {
    owner     = "platform@hospital.example"
    review_by = "2027-01-31"
  }
}

locals {
  account = "123456789012"
  team = {
    region            = "us-east-1"
    identity_provider = "arn:aws:iam::${local.account}:saml-provider/Workforce"
    key               = "arn:aws:kms:us-east-1:${local.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }
}

module "cardiology" {
  source            = "./modules/clinical-team"
  team              = "cardiology"
  records           = "arn:aws:healthlake:us-east-1:${local.account}:datastore/fhir/0123456789abcdef0123456789abcdef"
  region            = local.team.region
  identity_provider = local.team.identity_provider
  key               = local.team.key
}

module "oncology" {
  source            = "./modules/clinical-team"
  team              = "oncology"
  records           = "arn:aws:healthlake:us-east-1:${local.account}:datastore/fhir/fedcba9876543210fedcba9876543210"
  hours             = 4
  region            = local.team.region
  identity_provider = local.team.identity_provider
  key               = local.team.key
}

# A role that no built-in template is of: the module brings its own template.
module "north_laboratory" {
  source            = "./modules/pathology"
  laboratory        = "north"
  region            = local.team.region
  bucket            = "arn:aws:s3:::hospital-slides"
  key               = local.team.key
  boundary_arn      = "arn:aws:iam::${local.account}:policy/phi-workforce"
  identity_provider = local.team.identity_provider
}

output "roles" {
  value = {
    cardiology = module.cardiology.roles
    oncology   = module.oncology.roles
    pathology  = module.north_laboratory.role_arn
  }
}
