block "slides@1" {
  title     = "Slides stay"
  purpose   = "Nothing is deleted."
  citations = ["164.312(c)(1)"]
  parameter "buckets" {
    type        = list(string)
    description = "Buckets."
  }
  statement "DenyDelete" {
    effect    = "Deny"
    actions   = ["s3:DeleteObject"]
    resources = [for b in var.buckets : "${b}/*"]
  }
}

template "pathology" {
  version   = "1.0.0"
  title     = "Pathologist"
  purpose   = "Reads slides."
  citations = ["164.312(a)(1)"]

  tags = { DataClassification = "PHI" }
  parameter "buckets" {
    nesting     = "list"
    description = "Buckets with slides."
    attribute "arn" {
      type        = string
      description = "ARN."
    }
    attribute "prefix" {
      type        = string
      description = "Prefix."
      default     = ""
    }
    validation {
      condition = length(var.buckets) > 0
      message   = "give at least one"
    }
  }
  locals {
    arns = [for b in var.buckets : b.arn]
  }
  policy "access" {
    statement "Read" {
      actions   = ["s3:GetObject"]
      resources = [for b in var.buckets : "${b.arn}/${b.prefix}*"]
    }
    include "slides@1" { buckets = local.arns }
    include "tls@1" {}
  }
  accepts "kms-decrypt-wildcard" {
    reason = "None really."
    when   = length(var.buckets) > 1
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

