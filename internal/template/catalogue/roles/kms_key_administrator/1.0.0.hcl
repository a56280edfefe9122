# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "kms_key_administrator" {
  version   = "1.0.0"
  title     = "Administrator of encryption keys"
  purpose   = "Creates and keeps the keys that protect records, and cannot use one: who holds the keys does not read what they lock. Keys are deleted through another, approved path."
  citations = ["164.312(a)(2)(iv)", "164.312(e)(2)(ii)", "164.308(a)(3)(ii)(A)", "164.308(a)(4)(ii)(B)"]

  tags = {
    JobFunction        = "KeyAdministrator"
    DataClassification = "CompanyConfidential"
  }

  trust "mfa@1" {}
  trust "saml@1" {}

  limits {
    session     = "1h"
    max_session = "1h"
    boundary    = "nophi-kms"
  }

  parameter "keys" {
    type        = list(string)
    default     = []
    description = "ARNs of the KMS keys that are administered."
    validation {
      condition = alltrue([for a in var.keys : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", a))])
      message   = "must be ARNs of KMS keys, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias is no key"
    }
  }

  parameter "aliases" {
    type        = list(string)
    default     = []
    description = "ARNs of the aliases that may be given to those keys."
    validation {
      condition = alltrue([for a in var.aliases : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:alias/.+$", a))])
      message   = "must be ARNs of aliases, arn:aws:kms:REGION:ACCOUNT:alias/NAME"
    }
    validation {
      condition = length(var.aliases) == 0 || length(var.keys) > 0
      message   = "names no key that an alias could be given to: add it to keys"
    }
  }

  parameter "create_keys" {
    type        = bool
    default     = true
    description = "Whether new keys may be created. A new key is administered once its ARN is in keys."
  }

  parameter "regions" {
    type        = list(string)
    description = "The Regions in which keys are created. Nothing regional is allowed outside of them."
    validation {
      condition = length(var.regions) > 0
      message   = "give at least one Region"
    }
    validation {
      condition = alltrue([for r in var.regions : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", r))])
      message   = "must be names of Regions, as in us-east-1"
    }
  }

  validation {
    condition = length(var.keys) > 0 || var.create_keys
    message   = "the role administers nothing: give keys, or let it create them"
  }

  policy "access" {
    statement "SeeKeys" {
      description = "Finds keys and their aliases."
      citations   = ["164.312(a)(2)(iv)"]
      actions     = ["kms:ListAliases", "kms:ListKeys"]
      resources   = ["*"]
    }

    statement "CreateKeys" {
      description = "Creates keys whose material AWS KMS itself makes and keeps."
      citations   = ["164.312(a)(2)(iv)", "164.312(e)(2)(ii)"]
      when        = var.create_keys
      actions     = ["kms:CreateKey"]
      resources   = ["*"]
      condition {
        test     = "StringEquals"
        variable = "kms:KeyOrigin"
        values   = ["AWS_KMS"]
      }
    }

    statement "KeepKeys" {
      description = "Reads and changes the settings of the keys, and takes back what was lent or scheduled for deletion."
      citations   = ["164.312(a)(2)(iv)", "164.308(a)(7)(i)"]
      when        = length(var.keys) > 0
      actions = [
        "kms:CancelKeyDeletion",
        "kms:CreateAlias",
        "kms:DescribeKey",
        "kms:EnableKey",
        "kms:EnableKeyRotation",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListGrants",
        "kms:ListKeyPolicies",
        "kms:ListResourceTags",
        "kms:PutKeyPolicy",
        "kms:RevokeGrant",
        "kms:TagResource",
        "kms:UpdateAlias",
        "kms:UpdateKeyDescription",
      ]
      resources = var.keys
    }

    statement "NameKeys" {
      description = "Gives the keys their aliases. AWS asks for the permission on the alias and on the key."
      citations   = ["164.312(a)(2)(iv)"]
      when        = length(var.aliases) > 0
      actions     = ["kms:CreateAlias", "kms:UpdateAlias"]
      resources   = var.aliases
    }
  }

  policy "safeguards" {
    statement "DenyKeyUse" {
      description = "Keys are not used, and not lent to anybody who would."
      citations   = ["164.308(a)(4)(ii)(B)", "164.502(b)"]
      effect      = "Deny"
      actions = [
        "kms:CreateGrant",
        "kms:Decrypt",
        "kms:DeriveSharedSecret",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyPair",
        "kms:GenerateDataKeyPairWithoutPlaintext",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ]
      resources = ["*"]
    }

    statement "DenyKeyLoss" {
      description = "Keys are neither deleted nor disabled here: losing a key loses the records under it."
      citations   = ["164.312(c)(1)", "164.308(a)(7)(i)"]
      effect      = "Deny"
      actions = [
        "kms:DeleteImportedKeyMaterial",
        "kms:DisableKey",
        "kms:DisableKeyRotation",
        "kms:ScheduleKeyDeletion",
      ]
      resources = ["*"]
    }

    statement "DenyLockout" {
      description = "No key policy that shuts the account out of its own key."
      citations   = ["164.308(a)(7)(i)"]
      effect      = "Deny"
      actions     = ["kms:CreateKey", "kms:PutKeyPolicy"]
      resources   = ["*"]
      condition {
        test     = "Bool"
        variable = "kms:BypassPolicyLockoutSafetyCheck"
        values   = ["true"]
      }
    }

    include "tls@1" {}
    include "region@1" { regions = var.regions }
    include "phi@1" {}
    include "iam@1" {}
    include "audit@1" {}
    include "chain@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-23"
    notes = ["First version."]
  }
}
