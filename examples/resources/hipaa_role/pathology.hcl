# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

# A role template of one's own: pathologists read whole-slide images and put
# their reports beside them.
template "pathology" {
  version   = "1.0.0"
  title     = "Pathologist"
  purpose   = "Reads whole-slide images and writes reports."
  citations = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]

  tags = {
    JobFunction        = "Pathologist"
    DataClassification = "PHI"
  }

  trust "saml@1" {}

  limits {
    session     = "1h"
    max_session = "4h"
    boundary    = "phi-workforce"
  }

  parameter "region" {
    type        = string
    description = "The Region to work in."
    validation {
      condition = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", var.region))
      message   = "must be the name of a Region, as in us-east-1"
    }
  }

  parameter "slides" {
    description = "Buckets with images, and what is read in them."
    nesting     = "list"
    attribute "arn" {
      type        = string
      description = "ARN of the bucket."
    }
    attribute "prefix" {
      type        = string
      default     = ""
      description = "Beginning of the keys that are read. By default all of them."
    }
    validation {
      condition = length(var.slides) > 0
      message   = "name at least one bucket"
    }
  }

  parameter "reports" {
    type        = bool
    default     = false
    description = "Whether reports are written too."
  }

  policy "access" {
    statement "ReadSlides" {
      description = "Reads images."
      citations   = ["164.312(a)(1)"]
      actions     = ["s3:GetObject"]
      resources   = [for s in var.slides : "${s.arn}/${s.prefix}*"]
    }

    statement "WriteReports" {
      description = "Puts reports beside the images."
      citations   = ["164.312(c)(1)"]
      when        = var.reports
      actions     = ["s3:PutObject"]
      resources   = [for s in var.slides : "${s.arn}/reports/*"]
    }
  }

  policy "safeguards" {
    include "tls@1" {}
    include "region@1" {
      regions = [var.region]
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
