# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "imaging_ingest" {
  version   = "1.0.0"
  title     = "Import of medical images"
  purpose   = "The role of software that brings images into HealthImaging, or of HealthImaging itself while it imports: it reads from one place, stores, and writes its report to another."
  citations = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)", "164.312(c)(1)", "164.312(e)(1)"]

  tags = {
    JobFunction        = "ImagingIngest"
    DataClassification = "PHI"
  }

  trust "service@1" {
    services = ["medical-imaging.amazonaws.com"]
    validation {
      condition = length(setsubtract(var.services, ["medical-imaging.amazonaws.com", "ecs-tasks.amazonaws.com", "lambda.amazonaws.com"])) == 0
      message   = "names a service that imports no images: medical-imaging, ecs-tasks and lambda do"
    }
  }
  trust "pod@1" {}

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

  parameter "imaging_datastores" {
    type        = list(string)
    description = "ARNs of the HealthImaging data stores."
    validation {
      condition = length(var.imaging_datastores) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for a in var.imaging_datastores : can(regex("^arn:aws[a-z-]*:medical-imaging:[a-z0-9-]+:[0-9]{12}:datastore/[^/]+$", a))])
      message   = "must be ARNs of HealthImaging data stores, arn:aws:medical-imaging:REGION:ACCOUNT:datastore/ID"
    }
  }

  parameter "input" {
    nesting     = "single"
    description = "Where the DICOM files lie."
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
      condition = can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", var.input.arn))
      message   = "must be a bucket by ARN, arn:aws:s3:::NAME; what is reached in it goes into prefix"
    }
    validation {
      condition = !startswith(var.input.prefix, "/")
      message   = "has a prefix that begins with a slash; keys do not"
    }
  }

  parameter "output" {
    nesting     = "single"
    description = "Where reports of imports are written."
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
    description = "ARNs of the KMS keys that protect those files and the data stores."
    validation {
      condition = alltrue([for a in var.keys : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", a))])
      message   = "must be ARNs of KMS keys, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias is no key"
    }
  }

  parameter "import_roles" {
    type        = list(string)
    default     = []
    description = "ARNs of the roles with which HealthImaging imports, where this is the role of software that starts imports."
    validation {
      condition = alltrue([for a in var.import_roles : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$", a))])
      message   = "must be ARNs of roles, arn:aws:iam::ACCOUNT:role/NAME"
    }
  }

  policy "access" {
    statement "ImportImages" {
      description = "Starts and follows imports, and stores single images."
      citations   = ["164.312(a)(1)", "164.312(c)(1)"]
      actions = [
        "medical-imaging:GetDICOMImportJob",
        "medical-imaging:ListDICOMImportJobs",
        "medical-imaging:StartDICOMImportJob",
        "medical-imaging:StoreDICOM",
      ]
      resources = var.imaging_datastores
    }

    statement "ReadInput" {
      description = "Reads the DICOM files."
      citations   = ["164.312(a)(1)"]
      actions     = ["s3:GetObject"]
      resources   = ["${var.input.arn}/${var.input.prefix}*"]
    }

    statement "ListInput" {
      description = "Finds the DICOM files."
      citations   = ["164.312(a)(1)"]
      actions     = ["s3:ListBucket"]
      resources   = [var.input.arn]
      condition {
        test     = "StringLike"
        variable = "s3:prefix"
        values   = ["${var.input.prefix}*"]
      }
    }

    statement "WriteReports" {
      description = "Writes reports of imports."
      citations   = ["164.312(b)"]
      actions     = ["s3:PutObject"]
      resources   = ["${var.output.arn}/${var.output.prefix}*"]
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
        values   = flatten([for s in ["medical-imaging", "s3"] : [for r in var.regions : "${s}.${r}.${aws.dns_suffix}"]])
      }
    }

    statement "PassImportRoles" {
      description = "Gives HealthImaging the role for an import."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.import_roles) > 0
      actions     = ["iam:PassRole"]
      resources   = var.import_roles
      condition {
        test     = "StringEquals"
        variable = "iam:PassedToService"
        values   = ["medical-imaging.amazonaws.com"]
      }
    }
  }

  policy "safeguards" {
    statement "DenyDeletion" {
      description = "No image and no data store is deleted."
      citations   = ["164.312(c)(1)"]
      effect      = "Deny"
      actions     = ["medical-imaging:DeleteDatastore", "medical-imaging:DeleteImageSet"]
      resources   = ["*"]
    }

    include "tls@1" {}
    include "region@1" {
      regions = var.regions
    }
    include "audit@1" {}
    include "iam@1" {
      pass_roles = var.import_roles
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
