# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "log_archive_reader" {
  version   = "1.0.0"
  kind      = "document"
  title     = "Reader of the audit archive"
  purpose   = "Reads the central archive of audit records, and can neither change nor delete a record. These are documents for a permission set of IAM Identity Center in the log archive account, which owns the role."
  citations = ["164.312(b)", "164.308(a)(1)(ii)(D)", "164.316(b)(2)(i)"]

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

  parameter "archives" {
    nesting     = "list"
    description = "S3 buckets of the archive, by prefix."
    attribute "arn" {
      type        = string
      description = "ARN of the bucket."
    }
    attribute "prefix" {
      type        = string
      description = "Only keys that begin with this text, as in \"letters/\". Empty: all keys."
      default     = ""
    }
    validation {
      condition = length(var.archives) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for b in var.archives : can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", b.arn))])
      message   = "must be buckets by ARN, arn:aws:s3:::NAME; what is reached in one goes into prefix"
    }
    validation {
      condition = alltrue([for b in var.archives : !startswith(b.prefix, "/")])
      message   = "has a prefix that begins with a slash; keys do not"
    }
  }

  parameter "workgroups" {
    type        = list(string)
    default     = []
    description = "ARNs of Athena workgroups for searches."
    validation {
      condition = alltrue([for a in var.workgroups : can(regex("^arn:aws[a-z-]*:athena:[a-z0-9-]+:[0-9]{12}:workgroup/.+$", a))])
      message   = "must be ARNs of Athena workgroups, arn:aws:athena:REGION:ACCOUNT:workgroup/NAME"
    }
  }

  parameter "results" {
    nesting     = "single"
    default     = null
    description = "Where Athena puts the results of searches."
    attribute "arn" {
      type        = string
      description = "ARN of the bucket."
    }
    attribute "prefix" {
      type        = string
      description = "Only keys that begin with this text, as in \"letters/\". Empty: all keys."
      default     = ""
    }
    validation {
      condition = var.results == null ? true : can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", var.results.arn))
      message   = "must be a bucket by ARN, arn:aws:s3:::NAME; what is reached in it goes into prefix"
    }
    validation {
      condition = var.results == null ? true : !startswith(var.results.prefix, "/")
      message   = "has a prefix that begins with a slash; keys do not"
    }
  }

  parameter "keys" {
    type        = list(string)
    default     = []
    description = "ARNs of the KMS keys that protect the archive."
    validation {
      condition = alltrue([for a in var.keys : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", a))])
      message   = "must be ARNs of KMS keys, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias is no key"
    }
  }

  policy "access" {
    statement "ReadArchive" {
      description = "Reads audit records."
      citations   = ["164.312(b)", "164.308(a)(1)(ii)(D)"]
      actions     = ["s3:GetObject"]
      resources   = [for b in var.archives : "${b.arn}/${b.prefix}*"]
    }

    statement "ListArchive" {
      description = "Finds audit records."
      citations   = ["164.312(b)"]
      actions     = ["s3:ListBucket"]
      resources   = distinct([for b in var.archives : b.arn])
    }

    statement "SearchArchive" {
      description = "Searches the archive."
      citations   = ["164.312(b)"]
      when        = length(var.workgroups) > 0
      actions     = ["athena:GetQueryExecution", "athena:GetQueryResults", "athena:StartQueryExecution"]
      resources   = var.workgroups
    }

    statement "KeepResults" {
      description = "Writes and reads the results of searches."
      citations   = ["164.312(b)"]
      when        = var.results != null
      actions     = ["s3:GetObject", "s3:PutObject"]
      resources   = ["${var.results.arn}/${var.results.prefix}*"]
    }

    statement "OpenArchive" {
      description = "Decrypts audit records, through S3."
      citations   = ["164.312(a)(2)(iv)"]
      when        = length(var.keys) > 0
      actions     = ["kms:Decrypt"]
      resources   = var.keys
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = flatten([for s in ["s3"] : [for r in var.regions : "${s}.${r}.${aws.dns_suffix}"]])
      }
    }
  }

  policy "safeguards" {
    statement "DenyTampering" {
      description = "No record is changed, deleted or shortened."
      citations   = ["164.312(b)", "164.312(c)(1)", "164.316(b)(2)(i)"]
      effect      = "Deny"
      actions = [
        "s3:BypassGovernanceRetention",
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
        "s3:PutBucketPolicy",
        "s3:PutLifecycleConfiguration",
        "s3:PutObjectRetention",
      ]
      resources = ["*"]
    }

    include "tls@1" {}
    include "region@1" {
      regions = var.regions
    }
    include "audit@1" {}
    include "iam@1" {}
    include "kms@1" {}
    include "chain@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
