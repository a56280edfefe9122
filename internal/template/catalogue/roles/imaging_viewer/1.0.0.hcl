# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "imaging_viewer" {
  version   = "1.0.0"
  title     = "Viewer of medical images"
  purpose   = "People who view medical images: radiologists, and those to whom they report. They view; they neither import nor delete."
  citations = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)", "164.312(e)(1)"]

  tags = {
    JobFunction        = "ImagingViewer"
    DataClassification = "PHI"
  }

  trust "saml@1" {}
  trust "oidc@1" {}

  limits {
    session     = "1h"
    max_session = "8h"
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

  parameter "keys" {
    type        = list(string)
    default     = []
    description = "ARNs of the KMS keys that protect the data stores. They decrypt through HealthImaging alone."
    validation {
      condition = alltrue([for a in var.keys : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", a))])
      message   = "must be ARNs of KMS keys, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias is no key"
    }
  }

  policy "access" {
    statement "ViewImages" {
      description = "Finds and views images."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      actions = [
        "medical-imaging:GetDICOMInstanceFrames",
        "medical-imaging:GetImageFrame",
        "medical-imaging:GetImageSet",
        "medical-imaging:GetImageSetMetadata",
        "medical-imaging:SearchDICOMStudies",
        "medical-imaging:SearchImageSets",
      ]
      resources = flatten([for a in var.imaging_datastores : [a, "${a}/imageset/*"]])
    }

    statement "OpenImages" {
      description = "Decrypts images, through HealthImaging."
      citations   = ["164.312(a)(2)(iv)"]
      when        = length(var.keys) > 0
      actions     = ["kms:Decrypt"]
      resources   = var.keys
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = flatten([for s in ["medical-imaging"] : [for r in var.regions : "${s}.${r}.${aws.dns_suffix}"]])
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
