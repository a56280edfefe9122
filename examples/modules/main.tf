# An account of a clinic, by the module beside. .hipaacheck.hcl holds what only the organisation can say.

terraform {
  required_version = ">= 1.8"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }

    hipaa = {
      source = "hipaa-iam/hipaa"
    }
  }
}

locals {
  account = "123456789012"
}

provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "management"
  region = "us-east-1"
}

provider "hipaa" {
  region              = "us-east-1"
  allowed_account_ids = [local.account]
}

module "baseline" {
  source = "./account-baseline"

  name             = "clinic"
  account_id       = local.account
  organization_id  = "o-a1b2c3d4e5"
  region           = "us-east-1"
  approved_regions = ["us-east-1", "us-west-2"]
  guardrail_target = local.account

  platform_roles     = ["arn:aws:iam::*:role/platform/deploy"]
  key_administrators = ["arn:aws:iam::${local.account}:role/platform/deploy"]

  saml_provider_arn = "arn:aws:iam::${local.account}:saml-provider/Workforce"
  mfa_evidence      = "Sign-in policy SEC-12"
  break_glass_users = ["arn:aws:iam::${local.account}:user/emergency-1", "arn:aws:iam::${local.account}:user/emergency-2"]

  security_email = "security@clinic.example"
  owner          = "it-security@clinic.example"
  review_by      = "2027-01-31"
  audit_ends     = "2026-12-31T23:59:59Z"

  providers = {
    aws            = aws
    aws.management = aws.management
  }
}
