# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "billing" {
  version = "1.0.0"
  title   = "Claims and billing"
  purpose = "Staff of the revenue cycle who work on claims: the financial part of records, and none of the clinical. This is about claims of patients; the policies of AWS by the name of Billing are about AWS's own invoices."
  citations = [
    "164.502(b)",
    "164.514(d)",
    "164.308(a)(4)(ii)(A)",
    "164.308(a)(4)(ii)(B)",
    "164.312(a)(1)",
  ]

  tags = {
    JobFunction        = "Billing"
    DataClassification = "PHI"
  }

  trust "saml@1" {}
  trust "oidc@1" {}

  limits {
    session     = "1h"
    max_session = "4h"
    boundary    = "phi-workforce"
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

  parameter "claim_buckets" {
    nesting     = "list"
    default     = []
    description = "S3 buckets with claims and remittances (837 and 835), by prefix."
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
      condition = alltrue([for b in var.claim_buckets : can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", b.arn))])
      message   = "must be buckets by ARN, arn:aws:s3:::NAME; what is reached in one goes into prefix"
    }
    validation {
      condition = alltrue([for b in var.claim_buckets : !startswith(b.prefix, "/")])
      message   = "has a prefix that begins with a slash; keys do not"
    }
  }

  parameter "claim_tables" {
    type        = list(string)
    default     = []
    description = "ARNs of DynamoDB tables with claims."
    validation {
      condition = alltrue([for a in var.claim_tables : can(regex("^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[^/]+$", a))])
      message   = "must be ARNs of DynamoDB tables, arn:aws:dynamodb:REGION:ACCOUNT:table/NAME"
    }
  }

  parameter "claim_attributes" {
    type        = list(string)
    default     = []
    description = "Attributes of items in claim_tables that may be read, keys included."
    validation {
      condition = length(var.claim_tables) == 0 || length(var.claim_attributes) > 0
      message   = "names nothing: say which attributes of the items in claim_tables the job needs"
    }
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
    description = "Glue databases with claims that queries may use."
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

  parameter "lake_formation" {
    type        = bool
    default     = false
    description = "Whether Lake Formation grants the rows and columns of those databases; queries then ask it for data."
  }

  parameter "transformers" {
    type        = list(string)
    default     = []
    description = "ARNs of B2B Data Interchange transformers whose jobs may be looked at."
    validation {
      condition = alltrue([for a in var.transformers : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", a))])
      message   = "must be ARNs"
    }
  }

  parameter "keys" {
    type        = list(string)
    default     = []
    description = "ARNs of the KMS keys that protect claims."
    validation {
      condition = alltrue([for a in var.keys : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", a))])
      message   = "must be ARNs of KMS keys, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias is no key"
    }
  }

  validation {
    condition = length(var.claim_buckets) + length(var.claim_tables) + length(var.workgroups) > 0
    message   = "the role reaches no claims: give at least one of claim_buckets, claim_tables and workgroups"
  }

  validation {
    condition = length(var.workgroups) == 0 || var.results != null
    message   = "workgroups need results, the place where Athena puts what a query gives"
  }

  policy "access" {
    statement "WorkOnClaims" {
      description = "Reads and files claims."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)", "164.502(b)"]
      when        = length(var.claim_buckets) > 0
      actions     = ["s3:GetObject", "s3:PutObject"]
      resources   = [for b in var.claim_buckets : "${b.arn}/${b.prefix}*"]
    }

    statement "ReadClaimItems" {
      description = "Reads the named attributes of claims, and only by asking for them."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)", "164.502(b)", "164.514(d)"]
      when        = length(var.claim_tables) > 0
      actions     = ["dynamodb:Query"]
      resources   = var.claim_tables
      condition {
        test     = "ForAllValues:StringEquals"
        variable = "dynamodb:Attributes"
        values   = var.claim_attributes
      }
      condition {
        test     = "Null"
        variable = "dynamodb:Attributes"
        values   = ["false"]
      }
      condition {
        test     = "StringEquals"
        variable = "dynamodb:Select"
        values   = ["SPECIFIC_ATTRIBUTES"]
      }
    }

    statement "RunQueries" {
      description = "Runs queries in the named workgroups and reads their results."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
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

    statement "ReadClaimSchemas" {
      description = "Reads which tables and columns there are."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.databases) > 0
      actions     = ["glue:GetDatabase", "glue:GetPartitions", "glue:GetTable", "glue:GetTables"]
      resources   = flatten([for d in var.databases : ["arn:${aws.partition}:glue:${d.region}:${d.account_id}:catalog", "arn:${aws.partition}:glue:${d.region}:${d.account_id}:database/${d.name}", "arn:${aws.partition}:glue:${d.region}:${d.account_id}:table/${d.name}/*"]])
    }

    statement "ReadThroughLakeFormation" {
      description = "Gets the columns that Lake Formation grants. AWS has no resource for this permission."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)", "164.514(d)"]
      when        = var.lake_formation
      actions     = ["lakeformation:GetDataAccess"]
      resources   = ["*"]
    }

    statement "FollowTransformations" {
      description = "Looks at what became of a transformation of claims."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.transformers) > 0
      actions     = ["b2bi:GetTransformerJob"]
      resources   = var.transformers
    }

    statement "OpenClaims" {
      description = "Encrypts and decrypts claims, through the services that hold them."
      citations   = ["164.312(a)(2)(iv)"]
      when        = length(var.keys) > 0
      actions     = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources   = var.keys
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = flatten([for s in ["athena", "dynamodb", "s3"] : [for r in var.regions : "${s}.${r}.${aws.dns_suffix}"]])
      }
    }
  }

  policy "safeguards" {
    statement "DenyClinicalRecords" {
      description = "No clinical record, image or genome."
      citations   = ["164.502(b)", "164.514(d)"]
      effect      = "Deny"
      actions     = ["healthlake:*", "medical-imaging:*", "omics:*"]
      resources   = ["*"]
    }

    include "tls@1" {}
    include "region@1" {
      regions = var.regions
    }
    include "audit@1" {}
    include "iam@1" {}
    include "kms@1" {}
    include "export@1" {}
    include "chain@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
