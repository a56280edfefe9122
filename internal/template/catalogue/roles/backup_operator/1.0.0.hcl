# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "backup_operator" {
  version   = "1.0.0"
  title     = "Backup operator"
  purpose   = "Makes backups and copies of them; neither restores nor deletes. Whoever could do both could undo a backup, or read what is in it."
  citations = ["164.308(a)(7)(ii)(A)", "164.312(c)(1)", "164.308(a)(4)(ii)(B)"]

  tags = {
    JobFunction        = "BackupOperator"
    DataClassification = "CompanyConfidential"
  }

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

  parameter "backup_roles" {
    type        = list(string)
    description = "ARNs of the roles that backups work with; they alone may be passed, and to AWS Backup alone."
    validation {
      condition = length(var.backup_roles) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for a in var.backup_roles : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$", a))])
      message   = "must be ARNs of roles, arn:aws:iam::ACCOUNT:role/NAME"
    }
  }

  parameter "recovery_points" {
    type        = list(string)
    default     = []
    wildcards   = true
    description = "ARN patterns of recovery points that may be copied to the vaults."
  }

  policy "access" {
    statement "SeeBackups" {
      description = "Sees which backups there are."
      citations   = ["164.308(a)(7)(ii)(A)"]
      actions = [
        "backup:DescribeBackupJob",
        "backup:DescribeCopyJob",
        "backup:ListBackupJobs",
        "backup:ListBackupVaults",
        "backup:ListCopyJobs",
        "backup:ListProtectedResources",
      ]
      resources = ["*"]
    }

    statement "MakeBackups" {
      description = "Makes backups in the named vaults, and sees what is there."
      citations   = ["164.308(a)(7)(ii)(A)"]
      actions = [
        "backup:DescribeBackupVault",
        "backup:ListRecoveryPointsByBackupVault",
        "backup:StartBackupJob",
      ]
      resources = var.vaults
    }

    statement "CopyBackups" {
      description = "Copies backups."
      citations   = ["164.308(a)(7)(ii)(A)"]
      when        = length(var.recovery_points) > 0
      actions     = ["backup:StartCopyJob"]
      resources   = var.recovery_points
    }

    statement "PassBackupRoles" {
      description = "Gives AWS Backup the role for a backup."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      actions     = ["iam:PassRole"]
      resources   = var.backup_roles
      condition {
        test     = "StringEquals"
        variable = "iam:PassedToService"
        values   = ["backup.amazonaws.com"]
      }
    }
  }

  policy "safeguards" {
    statement "DenyRestoreAndLoss" {
      description = "No backup is restored, deleted or shortened."
      citations   = ["164.312(c)(1)", "164.308(a)(4)(ii)(B)"]
      effect      = "Deny"
      actions = [
        "backup:DeleteBackupVault",
        "backup:DeleteBackupVaultLockConfiguration",
        "backup:DeleteRecoveryPoint",
        "backup:PutBackupVaultAccessPolicy",
        "backup:StartRestoreJob",
        "backup:UpdateRecoveryPointLifecycle",
      ]
      resources = ["*"]
    }

    include "phi@2" {}
    include "tls@1" {}
    include "region@1" {
      regions = var.regions
    }
    include "audit@1" {}
    include "iam@1" {
      pass_roles = var.backup_roles
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
