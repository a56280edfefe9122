# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "kms_key_user" {
  version   = "1.0.0"
  kind      = "document"
  title     = "User of encryption keys"
  purpose   = "Uses named keys through named services, and manages none: for roles of software, beside what they do with the data. It is not a role but documents to add to one."
  citations = ["164.312(a)(2)(iv)", "164.308(a)(4)(ii)(B)"]

  parameter "regions" {
    type        = list(string)
    description = "The Regions to work in. Nothing regional is allowed outside of them."
    validation {
      condition = length(var.regions) > 0
      message   = "give at least one Region"
    }
    validation {
      condition = alltrue([for r in var.regions : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", r))])
      message   = "must be names of Regions, as in us-east-1"
    }
  }

  parameter "keys" {
    type        = list(string)
    description = "ARNs of the KMS keys."
    validation {
      condition = length(var.keys) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for a in var.keys : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", a))])
      message   = "must be ARNs of KMS keys, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias is no key"
    }
  }

  parameter "services" {
    type        = list(string)
    description = "Services through which the keys are used, as in s3."
    validation {
      condition = length(var.services) > 0
      message   = "names no service: the keys would be used directly"
    }
  }

  parameter "accounts" {
    type        = list(string)
    description = "Accounts of those who use them, twelve digits each."
    validation {
      condition = length(var.accounts) > 0 && alltrue([for a in var.accounts : can(regex("^[0-9]{12}$", a))])
      message   = "must be accounts of twelve digits"
    }
  }

  policy "access" {
    statement "UseKeys" {
      description = "Encrypts and decrypts, through the named services."
      citations   = ["164.312(a)(2)(iv)"]
      actions = [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:GenerateDataKey",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ]
      resources = var.keys
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = flatten([for s in var.services : [for r in var.regions : "${s}.${r}.${aws.dns_suffix}"]])
      }
      condition {
        test     = "StringEquals"
        variable = "kms:CallerAccount"
        values   = var.accounts
      }
    }
  }

  policy "safeguards" {
    statement "DenyOtherKeys" {
      description   = "No other key decrypts."
      citations     = ["164.312(a)(2)(iv)", "164.502(b)"]
      effect        = "Deny"
      actions       = ["kms:Decrypt"]
      not_resources = var.keys
    }

    include "kms@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
