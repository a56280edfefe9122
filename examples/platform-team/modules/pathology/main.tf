terraform {
  required_providers {
    hipaa = {
      source = "hipaa-iam/hipaa"
    }
  }
}

variable "laboratory" {
  description = "Prefix of the laboratory's slides, as in north."
  type        = string
}

variable "region" {
  description = "The Region of the slides."
  type        = string
}

variable "bucket" {
  description = "ARN of the bucket of slides."
  type        = string
}

variable "key" {
  description = "ARN of the key that protects the slides."
  type        = string
}

variable "boundary_arn" {
  description = "ARN of the permissions boundary, of the class phi-workforce."
  type        = string
}

variable "identity_provider" {
  description = "ARN of the SAML provider where pathologists sign in. It has to ask for a second factor."
  type        = string
}

resource "hipaa_role" "pathologist" {
  template             = file("${path.module}/pathology.hcl")
  name                 = "pathologist-${var.laboratory}"
  permissions_boundary = var.boundary_arn
  justification        = "Pathologists of the ${var.laboratory} laboratory read slides"

  parameters = {
    region     = var.region
    laboratory = var.laboratory
    bucket     = var.bucket
    key        = var.key
  }

  trust {
    saml {
      provider_arn    = var.identity_provider
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
      job_functions   = ["Pathologist"]
    }
  }
}

output "role_arn" {
  description = "ARN of the role, for the identity provider."
  value       = hipaa_role.pathologist.arn
}
