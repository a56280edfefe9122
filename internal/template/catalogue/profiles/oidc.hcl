# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0


profile "oidc@1" {
  title     = "Workforce through an OpenID Connect identity provider"
  purpose   = "People sign in at the organisation's identity provider, for one of the named clients. Multi-factor authentication is its duty: AWS has no condition key for it in a session that began with a token."
  citations = ["164.312(d)", "164.312(a)(2)(i)"]
  people    = true

  parameter "provider_arn" {
    type        = string
    description = "ARN of the IAM OpenID Connect provider of the issuer."
    validation {
      condition = can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/.+$", var.provider_arn))
      message   = "must be the ARN of an OpenID Connect provider, arn:aws:iam::ACCOUNT:oidc-provider/ISSUER"
    }
  }

  parameter "issuer" {
    type        = string
    description = "The issuer without https://, as in login.example.org."
    validation {
      condition = !startswith(var.issuer, "https:") && can(regex("^[A-Za-z0-9./:_-]+$", var.issuer))
      message   = "must be the issuer without https://, as in login.example.org"
    }
  }

  parameter "clients" {
    type        = list(string)
    description = "Client identifiers for which tokens are issued; they stand in the claim aud."
    validation {
      condition = length(var.clients) > 0
      message   = "names no client: a token for any application of the issuer would do"
    }
    validation {
      condition = !contains(var.clients, "sts.amazonaws.com")
      message   = "sts.amazonaws.com is an audience that tells nobody from anybody else; name the client that the identity provider made for this purpose"
    }
  }

  parameter "subjects" {
    type        = list(string)
    default     = []
    description = "Subjects of tokens, each exact. Empty: everybody whom the identity provider lets use those clients."
  }

  parameter "mfa_enforced_by" {
    type        = string
    description = "Who asks for multi-factor authentication: \"idp\", or null where nobody does."
    default     = null
    validation {
      condition = var.mfa_enforced_by == null || var.mfa_enforced_by == "idp"
      message   = "must be \"idp\" or left out"
    }
  }

  parameter "mfa_evidence" {
    type        = string
    description = "Where it is written down that the identity provider asks for it, such as a policy document or a ticket. It goes into no policy."
    default     = null
    wildcards   = true
  }

  validation {
    condition = endswith(var.provider_arn, ":oidc-provider/${var.issuer}")
    message   = "issuer is not the one in provider_arn"
  }

  validation {
    condition = var.mfa_enforced_by == null || var.mfa_evidence != null
    message   = "mfa_enforced_by is a claim that an auditor will ask about: give mfa_evidence, the place where it is written down"
  }

  statement "WorkforceTokens" {
    description = "Members of the workforce, by a token for one of these clients."
    actions     = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [var.provider_arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${var.issuer}:aud"
      values   = var.clients
    }
    condition {
      when     = length(var.subjects) > 0
      test     = "StringEquals"
      variable = "${var.issuer}:sub"
      values   = var.subjects
    }
  }
}
