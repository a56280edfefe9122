# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "vendor" {
  version   = "1.0.0"
  title     = "Business associate"
  purpose   = "A vendor's access under a business associate agreement: exactly the scope of the contract, and only while it lasts."
  citations = ["164.308(b)(1)", "164.314(a)(2)", "164.502(e)", "164.504(e)"]

  tags = {
    JobFunction        = "Vendor"
    DataClassification = "PHI"
    BaaId              = var.baa_id
    VendorId           = var.vendor_id
    Expires            = var.expires
  }

  trust "vendor@1" {}

  limits {
    session           = "1h"
    max_session       = "1h"
    boundary          = "ba"
    boundary_required = true
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

  parameter "baa_id" {
    type        = string
    description = "Identifier of the business associate agreement. It becomes the tag BaaId."
  }

  parameter "vendor_id" {
    type        = string
    description = "Identifier of the vendor. It becomes the tag VendorId."
  }

  parameter "expires" {
    type        = string
    description = "When the role stops working, in UTC, as in 2026-12-31T23:59:59Z. It becomes the tag Expires."
    validation {
      condition = can(regex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", var.expires))
      message   = "must be a time in UTC, as in 2026-12-31T23:59:59Z"
    }
  }

  parameter "read_buckets" {
    nesting     = "list"
    default     = []
    description = "S3 buckets and prefixes that the vendor reads."
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
      condition = alltrue([for b in var.read_buckets : can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", b.arn))])
      message   = "must be buckets by ARN, arn:aws:s3:::NAME; what is reached in one goes into prefix"
    }
    validation {
      condition = alltrue([for b in var.read_buckets : !startswith(b.prefix, "/")])
      message   = "has a prefix that begins with a slash; keys do not"
    }
  }

  parameter "write_buckets" {
    nesting     = "list"
    default     = []
    description = "S3 buckets and prefixes that the vendor writes to."
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
      condition = alltrue([for b in var.write_buckets : can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", b.arn))])
      message   = "must be buckets by ARN, arn:aws:s3:::NAME; what is reached in one goes into prefix"
    }
    validation {
      condition = alltrue([for b in var.write_buckets : !startswith(b.prefix, "/")])
      message   = "has a prefix that begins with a slash; keys do not"
    }
  }

  parameter "healthlake_datastores" {
    type        = list(string)
    default     = []
    description = "ARNs of HealthLake data stores whose resources the vendor reads."
    validation {
      condition = alltrue([for a in var.healthlake_datastores : can(regex("^arn:aws[a-z-]*:healthlake:[a-z0-9-]+:[0-9]{12}:datastore/fhir/.+$", a))])
      message   = "must be ARNs of HealthLake data stores, arn:aws:healthlake:REGION:ACCOUNT:datastore/fhir/ID"
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

  validation {
    condition = length(var.read_buckets) + length(var.write_buckets) + length(var.healthlake_datastores) > 0
    message   = "the contract has no scope: give at least one of read_buckets, write_buckets and healthlake_datastores"
  }

  policy "access" {
    statement "ReadFiles" {
      description = "Reads the files of the contract."
      citations   = ["164.504(e)", "164.312(a)(1)"]
      when        = length(var.read_buckets) > 0
      actions     = ["s3:GetObject"]
      resources   = [for b in var.read_buckets : "${b.arn}/${b.prefix}*"]
    }

    statement "DeliverFiles" {
      description = "Delivers files."
      citations   = ["164.504(e)", "164.312(a)(1)"]
      when        = length(var.write_buckets) > 0
      actions     = ["s3:PutObject"]
      resources   = [for b in var.write_buckets : "${b.arn}/${b.prefix}*"]
    }

    statement "ReadRecords" {
      description = "Reads FHIR resources one by one."
      citations   = ["164.504(e)", "164.502(b)"]
      when        = length(var.healthlake_datastores) > 0
      actions     = ["healthlake:ReadResource"]
      resources   = var.healthlake_datastores
    }

    statement "UseKeys" {
      description = "Encrypts and decrypts, through the services that hold the data."
      citations   = ["164.312(a)(2)(iv)"]
      when        = length(var.keys) > 0
      actions     = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources   = var.keys
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = flatten([for s in ["healthlake", "s3"] : [for r in var.regions : "${s}.${r}.${aws.dns_suffix}"]])
      }
    }
  }

  policy "safeguards" {
    include "expiry@1" {
      expires = var.expires
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
