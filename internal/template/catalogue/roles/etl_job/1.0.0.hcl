# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "etl_job" {
  version   = "1.0.0"
  title     = "Pipeline that moves records"
  purpose   = "The role of a Glue job or a Step Functions workflow that reads records from one place and writes them to another, encrypted by the key of that place. Software is bound by the access rules as people are."
  citations = ["164.312(a)(1)", "164.312(a)(2)(iv)", "164.312(c)(1)", "164.312(e)(1)"]

  tags = {
    JobFunction        = "Pipeline"
    DataClassification = "PHI"
  }

  trust "service@1" {
    services = ["glue.amazonaws.com"]
    validation {
      condition = length(setsubtract(var.services, ["glue.amazonaws.com", "states.amazonaws.com", "elasticmapreduce.amazonaws.com"])) == 0
      message   = "names a service that is no pipeline: glue, states and elasticmapreduce are"
    }
  }

  limits {
    session     = "1h"
    max_session = "1h"
    boundary    = "phi-workload"
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

  parameter "sources" {
    nesting     = "list"
    description = "S3 buckets and prefixes that are read."
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
      condition = length(var.sources) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for b in var.sources : can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", b.arn))])
      message   = "must be buckets by ARN, arn:aws:s3:::NAME; what is reached in one goes into prefix"
    }
    validation {
      condition = alltrue([for b in var.sources : !startswith(b.prefix, "/")])
      message   = "has a prefix that begins with a slash; keys do not"
    }
  }

  parameter "target" {
    nesting     = "single"
    description = "Where results are written, encrypted by its key."
    attribute "arn" {
      type        = string
      description = "ARN of the bucket."
    }
    attribute "prefix" {
      type        = string
      description = "Only keys that begin with this text, as in \"letters/\". Empty: all keys."
      default     = ""
    }
    attribute "key" {
      type        = string
      description = "ARN of the KMS key by which objects must be encrypted."
    }
    validation {
      condition = can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", var.target.arn))
      message   = "must be a bucket by ARN, arn:aws:s3:::NAME; what is reached in it goes into prefix"
    }
    validation {
      condition = !startswith(var.target.prefix, "/")
      message   = "has a prefix that begins with a slash; keys do not"
    }
    validation {
      condition = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.target.key))
      message   = "has a key that is no ARN of a KMS key"
    }
  }

  parameter "source_keys" {
    type        = list(string)
    default     = []
    description = "ARNs of the KMS keys that protect the sources."
    validation {
      condition = alltrue([for a in var.source_keys : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", a))])
      message   = "must be ARNs of KMS keys, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias is no key"
    }
  }

  parameter "databases" {
    nesting     = "list"
    default     = []
    description = "Glue databases whose tables are used and get new partitions."
    attribute "region" {
      type        = string
      description = "Region, as in us-east-1."
    }
    attribute "account_id" {
      type        = string
      description = "Account, twelve digits."
    }
    attribute "name" {
      type        = string
      description = "Name of the database."
    }
    validation {
      condition = alltrue([for p in var.databases : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", p.region)) && can(regex("^[0-9]{12}$", p.account_id))])
      message   = "must have a Region, as in us-east-1, and an account of twelve digits"
    }
  }

  parameter "log_groups" {
    type        = list(string)
    default     = []
    description = "ARNs of the log groups that are written to."
    validation {
      condition = alltrue([for a in var.log_groups : can(regex("^arn:aws[a-z-]*:logs:[a-z0-9-]+:[0-9]{12}:log-group:[^:*]+$", a))])
      message   = "must be ARNs of log groups, arn:aws:logs:REGION:ACCOUNT:log-group:NAME, without a star at the end"
    }
  }

  parameter "detect_phi" {
    type        = bool
    default     = false
    description = "Whether Comprehend Medical looks for PHI in texts, as de-identification needs."
  }

  parameter "organization_id" {
    type        = string
    default     = null
    description = "The organisation, \"o-…\". Where it is given, nothing is written to what another one owns."
    validation {
      condition = var.organization_id == null || can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
      message   = "must be an organisation's identifier, as in o-a1b2c3d4e5"
    }
  }

  policy "access" {
    statement "ReadSources" {
      description = "Reads the sources."
      citations   = ["164.312(a)(1)"]
      actions     = ["s3:GetObject"]
      resources   = [for b in var.sources : "${b.arn}/${b.prefix}*"]
    }

    statement "ListSources" {
      description = "Finds what there is to read."
      citations   = ["164.312(a)(1)"]
      actions     = ["s3:ListBucket"]
      resources   = distinct([for b in var.sources : b.arn])
      condition {
        test     = "StringLike"
        variable = "s3:prefix"
        values   = distinct([for b in var.sources : "${b.prefix}*"])
      }
    }

    statement "WriteTarget" {
      description = "Writes results, encrypted by the key of the place."
      citations   = ["164.312(a)(2)(iv)", "164.312(c)(1)"]
      actions     = ["s3:PutObject"]
      resources   = ["${var.target.arn}/${var.target.prefix}*"]
      condition {
        test     = "StringEquals"
        variable = "s3:x-amz-server-side-encryption-aws-kms-key-id"
        values   = [var.target.key]
      }
    }

    statement "OpenSources" {
      description = "Decrypts the sources, through S3."
      citations   = ["164.312(a)(2)(iv)"]
      when        = length(var.source_keys) > 0
      actions     = ["kms:Decrypt"]
      resources   = var.source_keys
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = flatten([for s in ["s3"] : [for r in var.regions : "${s}.${r}.${aws.dns_suffix}"]])
      }
    }

    statement "SealTarget" {
      description = "Encrypts results, through S3."
      citations   = ["164.312(a)(2)(iv)"]
      actions     = ["kms:GenerateDataKey"]
      resources   = [var.target.key]
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = flatten([for s in ["s3"] : [for r in var.regions : "${s}.${r}.${aws.dns_suffix}"]])
      }
    }

    statement "UseTables" {
      description = "Reads what the tables are, and adds partitions."
      citations   = ["164.312(a)(1)"]
      when        = length(var.databases) > 0
      actions     = ["glue:BatchCreatePartition", "glue:GetDatabase", "glue:GetPartitions", "glue:GetTable"]
      resources   = flatten([for d in var.databases : ["arn:${aws.partition}:glue:${d.region}:${d.account_id}:catalog", "arn:${aws.partition}:glue:${d.region}:${d.account_id}:database/${d.name}", "arn:${aws.partition}:glue:${d.region}:${d.account_id}:table/${d.name}/*"]])
    }

    statement "WriteLogs" {
      description = "Writes its own logs."
      citations   = ["164.312(b)"]
      when        = length(var.log_groups) > 0
      actions     = ["logs:CreateLogStream", "logs:PutLogEvents"]
      resources   = [for a in var.log_groups : "${a}:*"]
    }

    statement "DetectPHI" {
      description = "Looks for PHI in texts. AWS has no resource for this permission."
      citations   = ["164.514(a)"]
      when        = var.detect_phi
      actions     = ["comprehendmedical:DetectPHI"]
      resources   = ["*"]
    }
  }

  policy "safeguards" {
    include "tls@1" {}
    include "region@1" {
      regions = var.regions
    }
    include "audit@1" {}
    include "iam@1" {}
    include "kms@1" {}
    include "org@1" {
      organization_id = var.organization_id
    }
    include "chain@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
