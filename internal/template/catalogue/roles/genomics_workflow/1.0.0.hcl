# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "genomics_workflow" {
  version   = "1.0.0"
  title     = "Run of a workflow over genomes"
  purpose   = "The role that HealthOmics works with while a workflow runs: it reads what goes in, writes what comes out, and fetches the images of tools."
  citations = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)", "164.312(a)(2)(iv)", "164.514(a)"]

  tags = {
    JobFunction        = "GenomicsWorkflow"
    DataClassification = "PHI"
  }

  trust "service@1" {
    services = ["omics.amazonaws.com"]
    validation {
      condition = length(setsubtract(var.services, ["omics.amazonaws.com"])) == 0
      message   = "names another service: HealthOmics alone runs these workflows"
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

  parameter "places" {
    nesting     = "list"
    description = "Regions and accounts in which runs take place."
    attribute "region" {
      type        = string
      description = "Region, as in us-east-1."
    }
    attribute "account_id" {
      type        = string
      description = "Account, twelve digits."
    }
    validation {
      condition = length(var.places) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for p in var.places : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", p.region)) && can(regex("^[0-9]{12}$", p.account_id))])
      message   = "must be a Region, as in us-east-1, and an account of twelve digits"
    }
  }

  parameter "inputs" {
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
      condition = length(var.inputs) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for b in var.inputs : can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", b.arn))])
      message   = "must be buckets by ARN, arn:aws:s3:::NAME; what is reached in one goes into prefix"
    }
    validation {
      condition = alltrue([for b in var.inputs : !startswith(b.prefix, "/")])
      message   = "has a prefix that begins with a slash; keys do not"
    }
  }

  parameter "outputs" {
    nesting     = "list"
    description = "S3 buckets and prefixes that are written."
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
      condition = length(var.outputs) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for b in var.outputs : can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", b.arn))])
      message   = "must be buckets by ARN, arn:aws:s3:::NAME; what is reached in one goes into prefix"
    }
    validation {
      condition = alltrue([for b in var.outputs : !startswith(b.prefix, "/")])
      message   = "has a prefix that begins with a slash; keys do not"
    }
  }

  parameter "repositories" {
    type        = list(string)
    default     = []
    description = "ARNs of ECR repositories with the images of tools."
    validation {
      condition = alltrue([for a in var.repositories : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", a))])
      message   = "must be ARNs"
    }
  }

  parameter "sequence_stores" {
    type        = list(string)
    default     = []
    description = "ARNs of HealthOmics sequence stores whose read sets are read."
    validation {
      condition = alltrue([for a in var.sequence_stores : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", a))])
      message   = "must be ARNs"
    }
  }

  parameter "reference_stores" {
    type        = list(string)
    default     = []
    description = "ARNs of HealthOmics reference stores whose references are read."
    validation {
      condition = alltrue([for a in var.reference_stores : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", a))])
      message   = "must be ARNs"
    }
  }

  parameter "keys" {
    type        = list(string)
    default     = []
    description = "ARNs of the KMS keys that protect the data. They work only through the services at hand."
    validation {
      condition = alltrue([for a in var.keys : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", a))])
      message   = "must be ARNs of KMS keys, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias is no key"
    }
  }

  policy "access" {
    statement "ReadInputs" {
      description = "Reads what goes in."
      citations   = ["164.312(a)(1)"]
      actions     = ["s3:GetObject"]
      resources   = [for b in var.inputs : "${b.arn}/${b.prefix}*"]
    }

    statement "ListInputs" {
      description = "Finds what goes in."
      citations   = ["164.312(a)(1)"]
      actions     = ["s3:ListBucket"]
      resources   = distinct([for b in var.inputs : b.arn])
      condition {
        test     = "StringLike"
        variable = "s3:prefix"
        values   = distinct([for b in var.inputs : "${b.prefix}*"])
      }
    }

    statement "WriteOutputs" {
      description = "Writes what comes out."
      citations   = ["164.312(a)(1)"]
      actions     = ["s3:PutObject"]
      resources   = [for b in var.outputs : "${b.arn}/${b.prefix}*"]
    }

    statement "ReadSequences" {
      description = "Reads read sets."
      citations   = ["164.312(a)(1)"]
      when        = length(var.sequence_stores) > 0
      actions     = ["omics:GetReadSet", "omics:GetReadSetMetadata"]
      resources   = [for a in var.sequence_stores : "${a}/readSet/*"]
    }

    statement "ReadReferences" {
      description = "Reads references."
      citations   = ["164.312(a)(1)"]
      when        = length(var.reference_stores) > 0
      actions     = ["omics:GetReference", "omics:GetReferenceMetadata"]
      resources   = [for a in var.reference_stores : "${a}/reference/*"]
    }

    statement "FetchTools" {
      description = "Fetches the images of tools."
      citations   = ["164.312(a)(1)"]
      when        = length(var.repositories) > 0
      actions     = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      resources   = var.repositories
    }

    statement "WriteLogs" {
      description = "Writes the logs of runs."
      citations   = ["164.312(b)"]
      actions     = ["logs:CreateLogStream", "logs:PutLogEvents"]
      resources   = [for p in var.places : "arn:${aws.partition}:logs:${p.region}:${p.account_id}:log-group:/aws/omics/WorkflowLog:log-stream:*"]
    }

    statement "UseKeys" {
      description = "Encrypts and decrypts, through S3 and HealthOmics."
      citations   = ["164.312(a)(2)(iv)"]
      when        = length(var.keys) > 0
      actions     = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources   = var.keys
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = flatten([for s in ["omics", "s3"] : [for r in var.regions : "${s}.${r}.${aws.dns_suffix}"]])
      }
    }
  }

  policy "safeguards" {
    statement "DenySharing" {
      description = "Genomes stay where they are."
      citations   = ["164.502(b)", "164.514(a)"]
      effect      = "Deny"
      actions     = ["omics:CreateShare", "omics:PutS3AccessPolicy", "omics:StartReadSetExportJob"]
      resources   = ["*"]
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
