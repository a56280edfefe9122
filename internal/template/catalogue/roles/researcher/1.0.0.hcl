# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "researcher" {
  version   = "1.0.0"
  title     = "Researcher on de-identified data"
  purpose   = "Analysis of data that were de-identified (164.514(a)-(b)) or of a limited data set (164.514(e)), project by project. Every other store is closed, and so are the keys to it. Whether data are de-identified is a matter of law that no policy can check."
  citations = ["164.514(a)", "164.514(e)", "164.308(a)(4)(ii)(B)"]

  tags = {
    JobFunction        = "Researcher"
    DataClassification = "CompanyConfidential"
  }

  trust "saml@1" {}
  trust "oidc@1" {}

  limits {
    session     = "4h"
    max_session = "8h"
    boundary    = "research"
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

  parameter "datasets" {
    nesting     = "list"
    description = "S3 buckets with de-identified data. Of each only the folder that is named like the session's project is reached."
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
      condition = length(var.datasets) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for b in var.datasets : can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", b.arn))])
      message   = "must be buckets by ARN, arn:aws:s3:::NAME; what is reached in one goes into prefix"
    }
    validation {
      condition = alltrue([for b in var.datasets : !startswith(b.prefix, "/")])
      message   = "has a prefix that begins with a slash; keys do not"
    }
  }

  parameter "project_tag" {
    type        = string
    default     = "ProjectId"
    description = "Name of the session tag that holds the project."
  }

  parameter "workgroups" {
    type        = list(string)
    default     = []
    description = "ARNs of Athena workgroups in which queries run."
    validation {
      condition = alltrue([for a in var.workgroups : can(regex("^arn:aws[a-z-]*:athena:[a-z0-9-]+:[0-9]{12}:workgroup/.+$", a))])
      message   = "must be ARNs of Athena workgroups, arn:aws:athena:REGION:ACCOUNT:workgroup/NAME"
    }
  }

  parameter "results" {
    nesting     = "single"
    default     = null
    description = "Where Athena puts the results of queries. Required where workgroups are."
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

  parameter "databases" {
    nesting     = "list"
    default     = []
    description = "Glue databases of de-identified data that queries may use."
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

  parameter "notebooks" {
    type        = list(string)
    default     = []
    description = "ARNs of SageMaker user profiles whose notebooks may be opened, arn:aws:sagemaker:REGION:ACCOUNT:user-profile/DOMAIN/NAME."
    validation {
      condition = alltrue([for a in var.notebooks : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", a))])
      message   = "must be ARNs"
    }
  }

  parameter "keys" {
    type        = list(string)
    default     = []
    description = "ARNs of the KMS keys that protect the de-identified data. No other key decrypts."
    validation {
      condition = alltrue([for a in var.keys : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", a))])
      message   = "must be ARNs of KMS keys, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias is no key"
    }
  }

  validation {
    condition = length(var.workgroups) == 0 || var.results != null
    message   = "workgroups need results, the place where Athena puts what a query gives"
  }

  locals {
    project = "$${aws:PrincipalTag/${var.project_tag}}"
    data    = [for b in var.datasets : "${b.arn}/${b.prefix}${local.project}/*"]
  }

  policy "access" {
    statement "ReadData" {
      description = "Reads the data of the session's project."
      citations   = ["164.514(a)", "164.308(a)(4)(ii)(B)"]
      actions     = ["s3:GetObject"]
      resources   = local.data
    }

    statement "ListData" {
      description = "Lists the data of the session's project."
      citations   = ["164.514(a)", "164.308(a)(4)(ii)(B)"]
      actions     = ["s3:ListBucket"]
      resources   = [for b in var.datasets : b.arn]
      condition {
        test     = "StringLike"
        variable = "s3:prefix"
        values   = distinct([for b in var.datasets : "${b.prefix}${local.project}/*"])
      }
    }

    statement "RunQueries" {
      description = "Runs queries in the named workgroups and reads their results."
      citations   = ["164.514(a)"]
      when        = length(var.workgroups) > 0
      actions = [
        "athena:GetQueryExecution",
        "athena:GetQueryResults",
        "athena:StartQueryExecution",
        "athena:StopQueryExecution",
      ]
      resources = var.workgroups
    }

    statement "KeepResults" {
      description = "Writes and reads the results of queries."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = var.results != null
      actions = [
        "s3:AbortMultipartUpload",
        "s3:GetObject",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
      ]
      resources = ["${var.results.arn}/${var.results.prefix}*"]
    }

    statement "FindResults" {
      description = "Finds the place of results."
      citations   = ["164.308(a)(4)(ii)(B)"]
      when        = var.results != null
      actions     = ["s3:GetBucketLocation"]
      resources   = [var.results.arn]
    }

    statement "ReadSchemas" {
      description = "Reads which tables and columns there are."
      citations   = ["164.514(a)"]
      when        = length(var.databases) > 0
      actions     = ["glue:GetDatabase", "glue:GetPartitions", "glue:GetTable", "glue:GetTables"]
      resources   = flatten([for d in var.databases : ["arn:${aws.partition}:glue:${d.region}:${d.account_id}:catalog", "arn:${aws.partition}:glue:${d.region}:${d.account_id}:database/${d.name}", "arn:${aws.partition}:glue:${d.region}:${d.account_id}:table/${d.name}/*"]])
    }

    statement "OpenNotebooks" {
      description = "Opens the notebooks of the named profiles."
      citations   = ["164.308(a)(4)(ii)(B)"]
      when        = length(var.notebooks) > 0
      actions     = ["sagemaker:CreatePresignedDomainUrl"]
      resources   = var.notebooks
    }

    statement "OpenData" {
      description = "Encrypts and decrypts de-identified data, through the services that hold them."
      citations   = ["164.312(a)(2)(iv)"]
      when        = length(var.keys) > 0
      actions     = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources   = var.keys
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = flatten([for s in ["athena", "s3"] : [for r in var.regions : "${s}.${r}.${aws.dns_suffix}"]])
      }
    }
  }

  policy "safeguards" {
    include "phi_except@1" {
      stores = concat(local.data, var.workgroups, var.results == null ? [] : ["${var.results.arn}/${var.results.prefix}*"])
      keys   = var.keys
    }
    include "tls@1" {}
    include "region@1" {
      regions = var.regions
    }
    include "audit@1" {}
    include "iam@1" {}
    include "export@1" {}
    include "chain@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
