# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "nurse" {
  version = "1.0.0"
  title   = "Nurse or clinical staff who read and chart"
  purpose = "Clinical staff who read records of their facility and write to the chart. They add and correct; they do not delete, and nothing leaves in bulk."
  citations = [
    "164.308(a)(3)(ii)(A)",
    "164.308(a)(4)(ii)(C)",
    "164.312(a)(1)",
    "164.312(a)(2)(i)",
    "164.312(c)(1)",
    "164.514(d)",
  ]

  tags = {
    JobFunction        = "Nurse"
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

  parameter "healthlake_datastores" {
    type        = list(string)
    default     = []
    description = "ARNs of HealthLake data stores whose FHIR resources are reached."
    validation {
      condition = alltrue([for a in var.healthlake_datastores : can(regex("^arn:aws[a-z-]*:healthlake:[a-z0-9-]+:[0-9]{12}:datastore/fhir/.+$", a))])
      message   = "must be ARNs of HealthLake data stores, arn:aws:healthlake:REGION:ACCOUNT:datastore/fhir/ID"
    }
  }

  parameter "imaging_datastores" {
    type        = list(string)
    default     = []
    description = "ARNs of HealthImaging data stores whose image sets are viewed."
    validation {
      condition = alltrue([for a in var.imaging_datastores : can(regex("^arn:aws[a-z-]*:medical-imaging:[a-z0-9-]+:[0-9]{12}:datastore/[^/]+$", a))])
      message   = "must be ARNs of HealthImaging data stores, arn:aws:medical-imaging:REGION:ACCOUNT:datastore/ID"
    }
  }

  parameter "record_buckets" {
    nesting     = "list"
    default     = []
    description = "S3 buckets whose documents are read, where they carry the facility's tag."
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
      condition = alltrue([for b in var.record_buckets : can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", b.arn))])
      message   = "must be buckets by ARN, arn:aws:s3:::NAME; what is reached in one goes into prefix"
    }
    validation {
      condition = alltrue([for b in var.record_buckets : !startswith(b.prefix, "/")])
      message   = "has a prefix that begins with a slash; keys do not"
    }
  }

  parameter "record_tables" {
    type        = list(string)
    default     = []
    description = "ARNs of DynamoDB tables whose items are read and written, where their partition key is the facility."
    validation {
      condition = alltrue([for a in var.record_tables : can(regex("^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[^/]+$", a))])
      message   = "must be ARNs of DynamoDB tables, arn:aws:dynamodb:REGION:ACCOUNT:table/NAME"
    }
  }

  parameter "chart_attributes" {
    type        = list(string)
    default     = []
    description = "Attributes of those items that may be written, keys included."
    validation {
      condition = length(var.record_tables) == 0 || length(var.chart_attributes) > 0
      message   = "names nothing: say which attributes of the items in record_tables the job needs"
    }
  }

  parameter "intake" {
    nesting     = "single"
    default     = null
    description = "The place where documents are handed in. They can be written there, encrypted by its key, and neither read nor deleted."
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
      condition = var.intake == null ? true : can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", var.intake.arn))
      message   = "must be a bucket by ARN, arn:aws:s3:::NAME; what is reached in it goes into prefix"
    }
    validation {
      condition = var.intake == null ? true : !startswith(var.intake.prefix, "/")
      message   = "has a prefix that begins with a slash; keys do not"
    }
    validation {
      condition = var.intake == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.intake.key))
      message   = "has a key that is no ARN of a KMS key"
    }
  }

  parameter "keys" {
    type        = list(string)
    default     = []
    description = "ARNs of the KMS keys that protect the records. They decrypt only through the services above."
    validation {
      condition = alltrue([for a in var.keys : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", a))])
      message   = "must be ARNs of KMS keys, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias is no key"
    }
  }

  parameter "facility_tag" {
    type        = string
    default     = "Facility"
    description = "Name of the session tag, and of the object tag, that holds the facility."
  }

  validation {
    condition = length(var.healthlake_datastores) + length(var.imaging_datastores) + length(var.record_buckets) + length(var.record_tables) > 0
    message   = "the role reads nothing: give at least one of healthlake_datastores, imaging_datastores, record_buckets and record_tables"
  }

  locals {
    services = concat(
      length(var.healthlake_datastores) > 0 ? ["healthlake"] : [],
      length(var.imaging_datastores) > 0 ? ["medical-imaging"] : [],
      length(var.record_buckets) > 0 ? ["s3"] : [],
      length(var.record_tables) > 0 ? ["dynamodb"] : [],
    )
    facility = "$${aws:PrincipalTag/${var.facility_tag}}"
  }

  policy "access" {
    statement "ReadRecords" {
      description = "Reads and searches FHIR resources."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.healthlake_datastores) > 0
      actions = [
        "healthlake:GetCapabilities",
        "healthlake:ReadResource",
        "healthlake:SearchWithGet",
        "healthlake:SearchWithPost",
        "healthlake:VersionReadResource",
      ]
      resources = var.healthlake_datastores
    }

    statement "ChartRecords" {
      description = "Adds and corrects FHIR resources. HealthLake keeps the versions before."
      citations   = ["164.312(a)(1)", "164.312(c)(1)"]
      when        = length(var.healthlake_datastores) > 0
      actions     = ["healthlake:CreateResource", "healthlake:PatchResource", "healthlake:UpdateResource"]
      resources   = var.healthlake_datastores
    }

    statement "ReadImages" {
      description = "Views medical images."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.imaging_datastores) > 0
      actions = [
        "medical-imaging:GetImageFrame",
        "medical-imaging:GetImageSet",
        "medical-imaging:GetImageSetMetadata",
        "medical-imaging:SearchImageSets",
      ]
      resources = flatten([for a in var.imaging_datastores : [a, "${a}/imageset/*"]])
    }

    statement "ReadDocuments" {
      description = "Reads documents that carry the facility of the session."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)", "164.514(d)"]
      when        = length(var.record_buckets) > 0
      actions     = ["s3:GetObject"]
      resources   = [for b in var.record_buckets : "${b.arn}/${b.prefix}*"]
      condition {
        test     = "StringEquals"
        variable = "s3:ExistingObjectTag/${var.facility_tag}"
        values   = [local.facility]
      }
    }

    statement "ReadItems" {
      description = "Reads items whose partition key is the facility of the session. A request that names no key is not allowed."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)", "164.514(d)"]
      when        = length(var.record_tables) > 0
      actions     = ["dynamodb:GetItem", "dynamodb:Query"]
      resources   = var.record_tables
      condition {
        test     = "ForAllValues:StringEquals"
        variable = "dynamodb:LeadingKeys"
        values   = [local.facility]
      }
      condition {
        test     = "Null"
        variable = "dynamodb:LeadingKeys"
        values   = ["false"]
      }
    }

    statement "ChartItems" {
      description = "Writes the named attributes of such items, and gets back nothing but what it wrote."
      citations   = ["164.312(a)(1)", "164.312(c)(1)"]
      when        = length(var.record_tables) > 0
      actions     = ["dynamodb:PutItem", "dynamodb:UpdateItem"]
      resources   = var.record_tables
      condition {
        test     = "ForAllValues:StringEquals"
        variable = "dynamodb:LeadingKeys"
        values   = [local.facility]
      }
      condition {
        test     = "Null"
        variable = "dynamodb:LeadingKeys"
        values   = ["false"]
      }
      condition {
        test     = "ForAllValues:StringEquals"
        variable = "dynamodb:Attributes"
        values   = var.chart_attributes
      }
      condition {
        test     = "Null"
        variable = "dynamodb:Attributes"
        values   = ["false"]
      }
      condition {
        test     = "StringEqualsIfExists"
        variable = "dynamodb:ReturnValues"
        values   = ["NONE", "UPDATED_NEW", "UPDATED_OLD"]
      }
    }

    statement "HandInDocuments" {
      description = "Hands in documents, encrypted by the key of the place."
      citations   = ["164.312(a)(2)(iv)", "164.312(c)(1)"]
      when        = var.intake != null
      actions     = ["s3:PutObject"]
      resources   = ["${var.intake.arn}/${var.intake.prefix}*"]
      condition {
        test     = "StringEquals"
        variable = "s3:x-amz-server-side-encryption-aws-kms-key-id"
        values   = [var.intake.key]
      }
    }

    statement "SealDocuments" {
      description = "Encrypts what is handed in, through S3."
      citations   = ["164.312(a)(2)(iv)"]
      when        = var.intake != null
      actions     = ["kms:GenerateDataKey"]
      resources   = [var.intake.key]
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = flatten([for s in ["s3"] : [for r in var.regions : "${s}.${r}.${aws.dns_suffix}"]])
      }
    }

    statement "OpenRecords" {
      description = "Decrypts what is read, through the services that hold it and no other way."
      citations   = ["164.312(a)(2)(iv)"]
      when        = length(var.keys) > 0
      actions     = ["kms:Decrypt"]
      resources   = var.keys
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = flatten([for s in local.services : [for r in var.regions : "${s}.${r}.${aws.dns_suffix}"]])
      }
    }
  }

  policy "safeguards" {
    statement "DenyDeletion" {
      description = "Nothing of a record is deleted."
      citations   = ["164.312(c)(1)"]
      effect      = "Deny"
      actions = [
        "dynamodb:DeleteItem",
        "healthlake:DeleteResource",
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
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
    include "export@1" {}
    include "chain@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
