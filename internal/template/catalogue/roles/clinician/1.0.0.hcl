# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "clinician" {
  version   = "1.0.0"
  title     = "Clinician who reads records"
  purpose   = "Treating clinicians who view records of their facility through tools hosted on AWS. They read; they neither write nor export. Minimum necessary does not bind treatment (164.502(b)(2)(i)), the limits of a workforce role do."
  citations = ["164.308(a)(3)(ii)(A)", "164.308(a)(4)(ii)(B)", "164.312(a)(1)", "164.312(a)(2)(i)", "164.312(d)", "164.514(d)"]

  tags = {
    JobFunction        = "Clinician"
    DataClassification = "PHI"
  }

  trust "saml@1" {}

  limits {
    session     = "1h"
    max_session = "4h"
    boundary    = "phi-workforce"
  }

  parameter "regions" {
    type        = list(string)
    description = "The Regions that records may be read in. Nothing regional is allowed outside of them."
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
    description = "ARNs of HealthLake data stores whose FHIR resources are read."
    validation {
      condition = alltrue([for a in var.healthlake_datastores : can(regex("^arn:aws[a-z-]*:healthlake:[a-z0-9-]+:[0-9]{12}:datastore/fhir/.+$", a))])
      message   = "must be ARNs of HealthLake data stores, arn:aws:healthlake:REGION:ACCOUNT:datastore/fhir/ID"
    }
  }

  parameter "imaging_datastores" {
    type        = list(string)
    default     = []
    description = "ARNs of HealthImaging data stores whose image sets are read."
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
      description = "Only keys that begin with this text, as in \"discharge-letters/\". Empty: all keys."
      default     = ""
    }
    validation {
      condition = alltrue([for b in var.record_buckets : can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", b.arn))])
      message   = "must be buckets by ARN, arn:aws:s3:::NAME; what is read in one goes into prefix"
    }
    validation {
      condition = alltrue([for b in var.record_buckets : !startswith(b.prefix, "/")])
      message   = "has a prefix that begins with a slash; keys do not"
    }
  }

  parameter "record_tables" {
    type        = list(string)
    default     = []
    description = "ARNs of DynamoDB tables whose items are read, where their partition key is the facility."
    validation {
      condition = alltrue([for a in var.record_tables : can(regex("^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[^/]+$", a))])
      message   = "must be ARNs of DynamoDB tables, arn:aws:dynamodb:REGION:ACCOUNT:table/NAME"
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
    include "tls@1" {}
    include "region@1" { regions = var.regions }
    include "audit@1" {}
    include "iam@1" {}
    include "kms@1" {}
    include "export@1" {}
    include "chain@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-23"
    notes = ["First version."]
  }
}
