# The pathologists' role: whole slide images of their own laboratory, and nothing
# that writes. hipaacheck template test pathology.hcl holds it to pathology_test.hcl.

template "pathology" {
  version   = "1.0.0"
  title     = "Pathologist who reads slides"
  purpose   = "Pathologists who look at whole slide images of their laboratory. They read; they neither write nor export."
  citations = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)", "164.514(d)"]

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
    description = "The Region of the slides."
  }

  parameter "laboratory" {
    type        = string
    description = "Prefix of the laboratory's slides, as in north."
    validation {
      condition = can(regex("^[a-z]+$", var.laboratory))
      message   = "must be one word in lower case"
    }
  }

  parameter "bucket" {
    type        = string
    description = "ARN of the bucket of slides."
    validation {
      condition = can(regex("^arn:aws[a-z-]*:s3:::[^/*]+$", var.bucket))
      message   = "must be the ARN of a bucket"
    }
  }

  parameter "key" {
    type        = string
    description = "ARN of the key that protects the slides."
  }

  policy "access" {
    statement "ReadSlides" {
      description = "Reads slides of the laboratory."
      citations   = ["164.312(a)(1)", "164.514(d)"]
      actions     = ["s3:GetObject"]
      resources   = ["${var.bucket}/${var.laboratory}/*"]
    }

    statement "OpenSlides" {
      description = "Opens what S3 has encrypted."
      citations   = ["164.312(a)(2)(iv)"]
      actions     = ["kms:Decrypt"]
      resources   = [var.key]
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["s3.${var.region}.${aws.dns_suffix}"]
      }
    }
  }

  policy "guard" {
    include "tls@1" {}
    include "region@1" { regions = [var.region] }
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
