# What every clinical team gets: its ceiling, and a role for those who read and for
# those who chart. A team chooses who and what, not how.

terraform {
  required_version = ">= 1.8"

  required_providers {
    hipaa = {
      source = "hipaa-iam/hipaa"
    }
  }
}

variable "team" {
  description = "Name of the team, as in cardiology."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{3,20}$", var.team))
    error_message = "A team's name has 3 to 20 lower-case letters."
  }
}


variable "region" {
  description = "The Region of the records."
  type        = string
}

variable "identity_provider" {
  description = "ARN of the SAML provider where the team signs in. It has to ask for a second factor."
  type        = string
}

variable "records" {
  description = "ARN of the team's FHIR data store."
  type        = string
}

variable "key" {
  description = "ARN of the key that protects the records."
  type        = string
}

variable "hours" {
  description = "How long somebody of the team stays signed in, at most 4 hours."
  type        = number
  default     = 1
}

resource "hipaa_permissions_boundary" "team" {
  class     = "phi-workforce"
  name      = "${var.team}-ceiling"
  path      = "/teams/"
  resources = ["${var.records}*", var.key]
}

resource "hipaa_clinician_role" "readers" {
  name                  = "${var.team}-clinician"
  path                  = "/teams/"
  permissions_boundary  = hipaa_permissions_boundary.team.arn
  justification         = "Clinicians of ${var.team} read records"
  max_session_duration  = var.hours * 3600
  regions               = [var.region]
  healthlake_datastores = [var.records]
  keys                  = [var.key]

  trust {
    saml {
      provider_arn    = var.identity_provider
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
      job_functions   = ["${var.team}-clinician"]
    }
  }
}

resource "hipaa_nurse_role" "charters" {
  name                  = "${var.team}-nurse"
  path                  = "/teams/"
  permissions_boundary  = hipaa_permissions_boundary.team.arn
  justification         = "Nurses of ${var.team} read and chart"
  max_session_duration  = var.hours * 3600
  regions               = [var.region]
  healthlake_datastores = [var.records]
  keys                  = [var.key]

  trust {
    saml {
      provider_arn    = var.identity_provider
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
      job_functions   = ["${var.team}-nurse"]
    }
  }
}

output "roles" {
  description = "ARNs of the team's roles, by what their holders do."
  value = {
    clinician = hipaa_clinician_role.readers.arn
    nurse     = hipaa_nurse_role.charters.arn
  }
}
