# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0


profile "service@1" {
  title     = "AWS services"
  purpose   = "An AWS service works with the role, for these accounts alone. A service that says for whom it works must say one of them; one that says nothing, as EC2 does, works for the account of the role."
  citations = ["164.312(d)", "164.312(a)(1)"]
  people    = false

  parameter "services" {
    type        = list(string)
    description = "The services, as in lambda.amazonaws.com."
    validation {
      condition = length(var.services) > 0
      message   = "names no service"
    }
    validation {
      condition = alltrue([for s in var.services : can(regex("^[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?$", s))])
      message   = "must be names of services, as in lambda.amazonaws.com"
    }
  }

  parameter "source_accounts" {
    type        = list(string)
    description = "Accounts for which the services may work, twelve digits each: as a rule the account of the role."
    validation {
      condition = length(var.source_accounts) > 0
      message   = "names no account: another customer of the service could then have it work with this role"
    }
    validation {
      condition = alltrue([for a in var.source_accounts : can(regex("^[0-9]{12}$", a))])
      message   = "must be accounts of twelve digits"
    }
  }

  parameter "source_arns" {
    type        = list(string)
    default     = []
    wildcards   = true
    description = "ARN patterns of the resources for which the services may work. Empty: any in those accounts."
  }

  # Services that AWS documents to send both keys whenever they assume a role:
  # the developer guides of HealthLake (import and export jobs) and of ECS (task
  # role). Of others a key that is there must be right.
  locals {
    senders = ["ecs-tasks.amazonaws.com", "healthlake.amazonaws.com"]
    strict  = [for s in var.services : s if contains(local.senders, s)]
    others  = [for s in var.services : s if !contains(local.senders, s)]
  }

  statement "ServiceForItsSource" {
    description = "These services, which always say for which account and resource they work."
    when        = length(local.strict) > 0
    actions     = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = local.strict
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = var.source_accounts
    }
    condition {
      when     = length(var.source_arns) > 0
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = var.source_arns
    }
  }

  statement "ServiceForAccount" {
    description = "These services; where one says for which account and resource it works, it has to be one of these."
    when        = length(local.others) > 0
    actions     = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = local.others
    }
    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:SourceAccount"
      values   = var.source_accounts
    }
    condition {
      when     = length(var.source_arns) > 0
      test     = "ArnLikeIfExists"
      variable = "aws:SourceArn"
      values   = var.source_arns
    }
  }
}
