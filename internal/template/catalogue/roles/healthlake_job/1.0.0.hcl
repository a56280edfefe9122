# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "healthlake_job" {
  version   = "1.0.0"
  title     = "Import or export of a FHIR data store"
  purpose   = "The role that HealthLake itself works with while it imports or exports, for one data store. Import and export are two roles: what fills a store does not empty it."
  citations = ["164.312(a)(1)", "164.312(a)(2)(iv)", "164.312(e)(1)"]

  tags = {
    JobFunction        = "HealthLakeJob"
    DataClassification = "PHI"
  }

  trust "service@1" {
    services = ["healthlake.amazonaws.com"]
    validation {
      condition = length(setsubtract(var.services, ["healthlake.amazonaws.com"])) == 0
      message   = "names another service: HealthLake alone runs these jobs"
    }
    validation {
      condition = length(var.source_arns) > 0 && alltrue([for a in var.source_arns : can(regex("^arn:aws[a-z-]*:healthlake:[a-z0-9-]+:[0-9]{12}:datastore/fhir/[^*?]+$", a))])
      message   = "must name the data store in source_arns, arn:aws:healthlake:REGION:ACCOUNT:datastore/fhir/ID: a job of another store must not use this role"
    }
  }

  limits {
    session     = "1h"
    max_session = "1h"
    boundary    = "phi-workload"
  }

  parameter "direction" {
    type        = string
    description = "\"import\" reads from input and writes its log to output; \"export\" writes to output."
    validation {
      condition = contains(["import", "export"], var.direction)
      message   = "must be \"import\" or \"export\""
    }
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

  parameter "input" {
    nesting     = "single"
    default     = null
    description = "Where files to import lie, for the direction \"import\"."
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
      condition = var.input == null ? true : can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", var.input.arn))
      message   = "must be a bucket by ARN, arn:aws:s3:::NAME; what is reached in it goes into prefix"
    }
    validation {
      condition = var.input == null ? true : !startswith(var.input.prefix, "/")
      message   = "has a prefix that begins with a slash; keys do not"
    }
  }

  parameter "output" {
    nesting     = "single"
    description = "Where exported files, or the log of an import, are written."
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
      condition = can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", var.output.arn))
      message   = "must be a bucket by ARN, arn:aws:s3:::NAME; what is reached in it goes into prefix"
    }
    validation {
      condition = !startswith(var.output.prefix, "/")
      message   = "has a prefix that begins with a slash; keys do not"
    }
  }

  parameter "keys" {
    type        = list(string)
    default     = []
    description = "ARNs of the KMS keys that protect those files and the job."
    validation {
      condition = alltrue([for a in var.keys : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", a))])
      message   = "must be ARNs of KMS keys, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias is no key"
    }
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

  validation {
    condition = var.direction != "import" || var.input != null
    message   = "an import needs input"
  }

  validation {
    condition = var.direction != "export" || var.input == null
    message   = "an export reads no input: leave it out"
  }

  policy "access" {
    statement "ReadInput" {
      description = "Reads the files to import."
      citations   = ["164.312(a)(1)"]
      when        = var.direction == "import" && var.input != null
      actions     = ["s3:GetObject"]
      resources   = ["${var.input.arn}/${var.input.prefix}*"]
    }

    statement "ListInput" {
      description = "Finds the files to import."
      citations   = ["164.312(a)(1)"]
      when        = var.direction == "import" && var.input != null
      actions     = ["s3:ListBucket"]
      resources   = [var.input.arn]
      condition {
        test     = "StringLike"
        variable = "s3:prefix"
        values   = ["${var.input.prefix}*"]
      }
    }

    statement "WriteOutput" {
      description = "Writes what is exported, or the log of an import."
      citations   = ["164.312(a)(1)"]
      actions     = ["s3:PutObject"]
      resources   = ["${var.output.arn}/${var.output.prefix}*"]
    }

    statement "CheckOutput" {
      description = "Makes sure of the place before anything is written there: where it is, that it is not public and that it is encrypted."
      citations   = ["164.312(a)(1)", "164.312(a)(2)(iv)"]
      actions = [
        "s3:GetBucketLocation",
        "s3:GetBucketPublicAccessBlock",
        "s3:GetEncryptionConfiguration",
      ]
      resources = [var.output.arn]
    }

    statement "UseKeys" {
      description = "Encrypts and decrypts those files."
      citations   = ["164.312(a)(2)(iv)"]
      when        = length(var.keys) > 0
      actions     = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
      resources   = var.keys
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
