# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "restore_operator" {
  version   = "1.0.0"
  title     = "Restore operator"
  purpose   = "Restores from backups in an outage or a test, under a ticket and for a time; makes and deletes no backup. Two people are needed: the other approves the ticket."
  citations = ["164.308(a)(7)(ii)(B)", "164.308(a)(7)(ii)(C)", "164.312(a)(2)(ii)"]

  tags = {
    JobFunction        = "RestoreOperator"
    DataClassification = "CompanyConfidential"
    TicketId           = var.ticket
    Expires            = var.expires
  }

  trust "mfa@1" {}
  trust "saml@1" {}

  limits {
    session     = "1h"
    max_session = "1h"
    boundary    = "nophi-ops"
  }

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

  parameter "vaults" {
    type        = list(string)
    description = "ARNs of the backup vaults."
    validation {
      condition = length(var.vaults) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for a in var.vaults : can(regex("^arn:aws[a-z-]*:backup:[a-z0-9-]+:[0-9]{12}:backup-vault:.+$", a))])
      message   = "must be ARNs of backup vaults, arn:aws:backup:REGION:ACCOUNT:backup-vault:NAME"
    }
  }

  parameter "recovery_points" {
    type        = list(string)
    wildcards   = true
    description = "ARN patterns of recovery points that may be restored."
    validation {
      condition = length(var.recovery_points) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = !contains(var.recovery_points, "*")
      message   = "names every recovery point there is; say which"
    }
  }

  parameter "restore_roles" {
    type        = list(string)
    description = "ARNs of the roles that restores work with; they alone may be passed, and to AWS Backup alone."
    validation {
      condition = length(var.restore_roles) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for a in var.restore_roles : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$", a))])
      message   = "must be ARNs of roles, arn:aws:iam::ACCOUNT:role/NAME"
    }
  }

  parameter "accounts" {
    type        = list(string)
    description = "Accounts whose backups may be restored, twelve digits each: as a rule the account of the role."
    validation {
      condition = length(var.accounts) > 0
      message   = "names no account"
    }
    validation {
      condition = alltrue([for a in var.accounts : can(regex("^[0-9]{12}$", a))])
      message   = "must be accounts of twelve digits"
    }
  }

  parameter "ticket" {
    type        = string
    description = "The approved ticket. It becomes the tag TicketId."
  }

  parameter "expires" {
    type        = string
    description = "When the role stops working, in UTC, as in 2026-12-31T23:59:59Z. It becomes the tag Expires."
    validation {
      condition = can(regex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", var.expires))
      message   = "must be a time in UTC, as in 2026-12-31T23:59:59Z"
    }
  }

  policy "access" {
    statement "SeeRestores" {
      description = "Sees restores."
      citations   = ["164.308(a)(7)(ii)(B)"]
      actions = [
        "backup:DescribeRestoreJob",
        "backup:ListBackupVaults",
        "backup:ListProtectedResources",
        "backup:ListRestoreJobs",
      ]
      resources = ["*"]
    }

    statement "SeeVaults" {
      description = "Sees what there is to restore."
      citations   = ["164.308(a)(7)(ii)(B)"]
      actions     = ["backup:DescribeBackupVault", "backup:ListRecoveryPointsByBackupVault"]
      resources   = var.vaults
    }

    statement "Restore" {
      description = "Restores the named recovery points."
      citations   = ["164.308(a)(7)(ii)(B)", "164.312(a)(2)(ii)"]
      actions = [
        "backup:DescribeRecoveryPoint",
        "backup:GetRecoveryPointRestoreMetadata",
        "backup:StartRestoreJob",
      ]
      resources = var.recovery_points
    }

    statement "PassRestoreRoles" {
      description = "Gives AWS Backup the role for a restore."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      actions     = ["iam:PassRole"]
      resources   = var.restore_roles
      condition {
        test     = "StringEquals"
        variable = "iam:PassedToService"
        values   = ["backup.amazonaws.com"]
      }
    }
  }

  policy "safeguards" {
    statement "DenyOtherAccounts" {
      description = "Backups of these accounts alone."
      citations   = ["164.312(a)(1)"]
      effect      = "Deny"
      actions     = ["backup:StartRestoreJob"]
      resources   = ["*"]
      condition {
        test     = "StringNotEquals"
        variable = "aws:ResourceAccount"
        values   = var.accounts
      }
    }

    statement "DenyLoss" {
      description = "No backup is made, deleted or shortened."
      citations   = ["164.312(c)(1)", "164.308(a)(4)(ii)(B)"]
      effect      = "Deny"
      actions = [
        "backup:DeleteBackupVault",
        "backup:DeleteBackupVaultLockConfiguration",
        "backup:DeleteRecoveryPoint",
        "backup:PutBackupVaultAccessPolicy",
        "backup:StartBackupJob",
        "backup:StartCopyJob",
        "backup:UpdateRecoveryPointLifecycle",
      ]
      resources = ["*"]
    }

    include "expiry@1" {
      expires = var.expires
    }
    include "phi@2" {}
    include "tls@1" {}
    include "region@1" {
      regions = var.regions
    }
    include "audit@1" {}
    include "iam@1" {
      pass_roles = var.restore_roles
    }
    include "kms@1" {}
    include "export@1" {}
    include "chain@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
