# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

profile "saml@1" {
  title     = "Workforce through a SAML identity provider"
  purpose   = "People sign in at the organisation's identity provider. Multi-factor authentication is its duty: AWS gives federated sessions no condition key for it, so that a condition on it would lock everybody out."
  citations = ["164.312(d)", "164.312(a)(2)(i)"]
  people    = true

  parameter "provider_arn" {
    type        = string
    description = "ARN of the IAM SAML identity provider."
    validation {
      condition = can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:saml-provider/.+$", var.provider_arn))
      message   = "must be the ARN of a SAML identity provider, arn:aws:iam::ACCOUNT:saml-provider/NAME"
    }
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

  parameter "job_functions" {
    type        = list(string)
    description = "Values of the session tag JobFunction, one of which the identity provider must send. Empty: not asked for."
    default     = []
  }

  parameter "audiences" {
    type        = list(string)
    description = "Values of SAML:aud to take instead of the sign-in page of the partition, such as a Region's own."
    default     = []
  }

  validation {
    condition = var.mfa_enforced_by == null || var.mfa_evidence != null
    message   = "mfa_enforced_by is a claim that an auditor will ask about: give mfa_evidence, the place where it is written down"
  }

  locals {
    sign_in = {
      aws          = "https://signin.aws.amazon.com/saml"
      "aws-us-gov" = "https://signin.amazonaws-us-gov.com/saml"
      "aws-cn"     = "https://signin.amazonaws.cn/saml"
    }
  }

  statement "WorkforceSignIn" {
    description = "Members of the workforce, as the identity provider names them, with their session tags and their source identity."
    actions     = ["sts:AssumeRoleWithSAML", "sts:SetSourceIdentity", "sts:TagSession"]
    principals {
      type        = "Federated"
      identifiers = [var.provider_arn]
    }
    condition {
      test     = "StringEquals"
      variable = "SAML:aud"
      values   = length(var.audiences) > 0 ? var.audiences : [lookup(local.sign_in, aws.partition, local.sign_in.aws)]
    }
    condition {
      when     = length(var.job_functions) > 0
      test     = "StringLike"
      variable = "aws:RequestTag/JobFunction"
      values   = var.job_functions
    }
  }
}
