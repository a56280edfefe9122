# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

profile "mfa@1" {
  title     = "Named users with multi-factor authentication"
  purpose   = "IAM users who have just shown a second factor. The check stands in the trust policy, since a session made by AssumeRole carries no trace of it."
  citations = ["164.312(d)", "164.312(a)(2)(i)"]
  people    = true

  parameter "users" {
    type        = list(string)
    description = "ARNs of the IAM users."
    validation {
      condition = length(var.users) > 0
      message   = "names nobody: give at least one IAM user"
    }
    validation {
      condition = alltrue([for u in var.users : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:user/.+$", u))])
      message   = "must be ARNs of IAM users, arn:aws:iam::ACCOUNT:user/NAME: only they can show a second factor to AWS"
    }
  }

  parameter "max_age" {
    type        = number
    description = "How long ago the second factor may have been shown, in seconds."
    default     = 3600
    validation {
      condition = var.max_age >= 300 && var.max_age <= 43200
      message   = "must be from 300 to 43200 seconds"
    }
  }

  parameter "organization_id" {
    type        = string
    description = "The organisation that the users must belong to, \"o-…\"."
    default     = null
    validation {
      condition = var.organization_id == null || can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
      message   = "must be an organisation's identifier, as in o-a1b2c3d4e5"
    }
  }

  statement "UsersWithMFA" {
    description = "These users, within the given time of showing their second factor."
    actions     = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = var.users
    }
    condition {
      test     = "Bool"
      variable = "aws:MultiFactorAuthPresent"
      values   = ["true"]
    }
    condition {
      test     = "NumericLessThan"
      variable = "aws:MultiFactorAuthAge"
      values   = [tostring(var.max_age)]
    }
    condition {
      when     = var.organization_id != null
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = [var.organization_id]
    }
  }
}
