# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0


profile "ci@1" {
  title     = "Pipelines with OpenID Connect"
  purpose   = "A pipeline shows a token of its own run instead of a stored key. The subjects are exact, so that neither another repository nor another branch or environment gets in."
  citations = ["164.312(d)", "164.312(a)(2)(i)"]
  people    = false

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
    default     = "token.actions.githubusercontent.com"
    description = "The issuer without https://."
    validation {
      condition = !startswith(var.issuer, "https:") && can(regex("^[A-Za-z0-9./:_-]+$", var.issuer))
      message   = "must be the issuer without https://, as in token.actions.githubusercontent.com"
    }
  }

  parameter "subjects" {
    type        = list(string)
    description = "Subjects of tokens, each exact: \"repo:OWNER/REPOSITORY:environment:NAME\" of GitHub, \"project_path:GROUP/PROJECT:ref_type:branch:ref:NAME\" of GitLab."
    validation {
      condition = length(var.subjects) > 0
      message   = "names no subject: every pipeline of every customer of the issuer would get in"
    }
  }

  parameter "audiences" {
    type        = list(string)
    default     = ["sts.amazonaws.com"]
    description = "Audiences of tokens."
    validation {
      condition = length(var.audiences) > 0
      message   = "names no audience: leave it out to ask for sts.amazonaws.com"
    }
  }

  validation {
    condition = endswith(var.provider_arn, ":oidc-provider/${var.issuer}")
    message   = "issuer is not the one in provider_arn"
  }

  statement "PipelineSignIn" {
    description = "Runs of these repositories and environments alone."
    actions     = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [var.provider_arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${var.issuer}:aud"
      values   = var.audiences
    }
    condition {
      test     = "StringEquals"
      variable = "${var.issuer}:sub"
      values   = var.subjects
    }
  }
}
