# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "patient" {
  version   = "1.0.0"
  title     = "Patient who sees their own records"
  purpose   = "Patients, signed in through a Cognito identity pool, who see what is theirs: items and objects that carry their identity, and named routes of the portal."
  citations = ["164.312(a)(1)", "164.312(a)(2)(i)", "164.312(d)", "164.502(b)"]

  tags = {
    JobFunction        = "Patient"
    DataClassification = "PHI"
  }

  trust "cognito@1" {}

  limits {
    session     = "1h"
    max_session = "1h"
    boundary    = "phi-patient"
  }

  parameter "tables" {
    type        = list(string)
    default     = []
    description = "ARNs of DynamoDB tables whose partition key is the identity."
    validation {
      condition = alltrue([for a in var.tables : can(regex("^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[^/]+$", a))])
      message   = "must be ARNs of DynamoDB tables, arn:aws:dynamodb:REGION:ACCOUNT:table/NAME"
    }
  }

  parameter "buckets" {
    nesting     = "list"
    default     = []
    description = "S3 buckets; below the prefix each identity has a folder of its own."
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
      condition = alltrue([for b in var.buckets : can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", b.arn))])
      message   = "must be buckets by ARN, arn:aws:s3:::NAME; what is reached in one goes into prefix"
    }
    validation {
      condition = alltrue([for b in var.buckets : !startswith(b.prefix, "/")])
      message   = "has a prefix that begins with a slash; keys do not"
    }
  }

  parameter "routes" {
    type        = list(string)
    default     = []
    wildcards   = true
    description = "ARNs of routes of API Gateway, arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH."
    validation {
      condition = alltrue([for a in var.routes : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", a))])
      message   = "must be ARNs"
    }
    validation {
      condition = alltrue([for r in var.routes : length(split("/", r)) >= 3 && split("/", r)[2] != "*"])
      message   = "must name stage and method, arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH"
    }
  }

  validation {
    condition = length(var.tables) + length(var.buckets) + length(var.routes) > 0
    message   = "the role reaches nothing: give tables, buckets or routes"
  }

  policy "access" {
    statement "ReadOwnItems" {
      description = "Reads one's own items."
      citations   = ["164.312(a)(1)", "164.312(a)(2)(i)"]
      when        = length(var.tables) > 0
      actions     = ["dynamodb:GetItem", "dynamodb:Query"]
      resources   = var.tables
      condition {
        test     = "ForAllValues:StringEquals"
        variable = "dynamodb:LeadingKeys"
        values   = ["$${cognito-identity.amazonaws.com:sub}"]
      }
      condition {
        test     = "Null"
        variable = "dynamodb:LeadingKeys"
        values   = ["false"]
      }
    }

    statement "ReadOwnObjects" {
      description = "Reads one's own documents."
      citations   = ["164.312(a)(1)", "164.312(a)(2)(i)"]
      when        = length(var.buckets) > 0
      actions     = ["s3:GetObject"]
      resources   = [for b in var.buckets : "${b.arn}/${b.prefix}$${cognito-identity.amazonaws.com:sub}/*"]
    }

    statement "UsePortal" {
      description = "Uses the named routes of the portal."
      citations   = ["164.312(a)(1)"]
      when        = length(var.routes) > 0
      actions     = ["execute-api:Invoke"]
      resources   = var.routes
    }
  }

  policy "safeguards" {
    include "tls@1" {}
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
