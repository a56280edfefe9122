template "pathology" {
  version   = "1.0.0"
  title     = "Pathologist"
  purpose   = "Reads slides."
  citations = ["164.312(a)(1)"]

  parameter "a" {
    type        = string
    description = "A."
  }
  parameter "a" {
    type        = string
    description = "A."
  }
  locals {
    x = var.a
  }
  locals {
    x = var.a
  }
  policy "access" {
    statement "DenyInsecureTransport" {
      actions   = ["s3:GetObject"]
      resources = [local.x]
    }
    include "tls@1" {}
  }
  policy "access" {
    statement "Read" {
      actions   = ["s3:GetObject"]
      resources = ["*"]
    }
  }

  trust "saml@1" {}
  limits {
    session     = "1h"
    max_session = "4h"
    boundary    = "phi-workforce"
  }
  changelog "1.0.0" {
    date  = "2026-11-23"
    notes = ["First version."]
  }
}

