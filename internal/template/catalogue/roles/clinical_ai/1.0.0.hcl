# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "clinical_ai" {
  version   = "1.0.0"
  title     = "Clinical AI"
  purpose   = "Software that uses Bedrock, HealthScribe, Comprehend Medical or Textract on records: approved models behind an approved guardrail, in approved Regions."
  citations = ["164.312(a)(1)", "164.312(b)", "164.312(e)(1)", "164.308(b)(1)"]

  tags = {
    JobFunction        = "ClinicalAI"
    DataClassification = "PHI"
  }

  trust "service@1" {
    services = ["lambda.amazonaws.com"]
    validation {
      condition = length(setsubtract(var.services, ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "lambda.amazonaws.com"])) == 0
      message   = "names a service that runs no such software: ec2, ecs-tasks and lambda do"
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

  parameter "models" {
    type        = list(string)
    default     = []
    description = "ARNs of Bedrock models that may be used."
    validation {
      condition = alltrue([for a in var.models : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", a))])
      message   = "must be ARNs"
    }
  }

  parameter "guardrails" {
    type        = list(string)
    default     = []
    description = "ARNs of the guardrails, one of which every use of a model must name. Required where models are."
    validation {
      condition = alltrue([for a in var.guardrails : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", a))])
      message   = "must be ARNs"
    }
  }

  parameter "scribe" {
    nesting     = "list"
    default     = []
    description = "Regions and accounts in which HealthScribe writes notes."
    attribute "region" {
      type        = string
      description = "Region."
    }
    attribute "account_id" {
      type        = string
      description = "Account, twelve digits."
    }
  }

  parameter "extract_text" {
    type        = bool
    default     = false
    description = "Whether Textract reads scanned documents."
  }

  parameter "find_entities" {
    type        = bool
    default     = false
    description = "Whether Comprehend Medical finds conditions, medication and PHI in texts."
  }

  parameter "buckets" {
    nesting     = "list"
    default     = []
    description = "S3 buckets and prefixes that are read and written."
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

  parameter "scribe_roles" {
    type        = list(string)
    default     = []
    description = "ARNs of the roles that HealthScribe works with."
    validation {
      condition = alltrue([for a in var.scribe_roles : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$", a))])
      message   = "must be ARNs of roles, arn:aws:iam::ACCOUNT:role/NAME"
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

  parameter "organization_id" {
    type        = string
    default     = null
    description = "The organisation, \"o-…\". Where it is given, nothing is written to what another one owns."
    validation {
      condition = var.organization_id == null || can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
      message   = "must be an organisation's identifier, as in o-a1b2c3d4e5"
    }
  }

  validation {
    condition = length(var.models) == 0 || length(var.guardrails) > 0
    message   = "models need guardrails"
  }

  validation {
    condition = length(var.models) + length(var.scribe) > 0 || var.extract_text || var.find_entities
    message   = "the role uses nothing: give models, scribe, extract_text or find_entities"
  }

  policy "access" {
    statement "UseModels" {
      description = "Uses the approved models behind an approved guardrail."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.models) > 0
      actions     = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
      resources   = var.models
      condition {
        test     = "StringLike"
        variable = "bedrock:GuardrailIdentifier"
        values   = flatten([for g in var.guardrails : [g, "${g}:*"]])
      }
    }

    statement "ApplyGuardrails" {
      description = "Applies the guardrails."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.guardrails) > 0
      actions     = ["bedrock:ApplyGuardrail"]
      resources   = var.guardrails
    }

    statement "WriteNotes" {
      description = "Has notes written of a conversation."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.scribe) > 0
      actions     = ["transcribe:GetMedicalScribeJob", "transcribe:StartMedicalScribeJob"]
      resources   = [for p in var.scribe : "arn:${aws.partition}:transcribe:${p.region}:${p.account_id}:medical-scribe-job/*"]
    }

    statement "FindEntities" {
      description = "Finds conditions, medication and PHI. AWS has no resource for these permissions."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = var.find_entities
      actions     = ["comprehendmedical:DetectEntitiesV2", "comprehendmedical:DetectPHI"]
      resources   = ["*"]
    }

    statement "ExtractText" {
      description = "Reads scanned documents. AWS has no resource for this permission."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = var.extract_text
      actions     = ["textract:AnalyzeDocument", "textract:DetectDocumentText"]
      resources   = ["*"]
    }

    statement "UseFiles" {
      description = "Reads what goes in and writes what comes out."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.buckets) > 0
      actions     = ["s3:GetObject", "s3:PutObject"]
      resources   = [for b in var.buckets : "${b.arn}/${b.prefix}*"]
    }

    statement "PassScribeRoles" {
      description = "Gives HealthScribe its role."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.scribe_roles) > 0
      actions     = ["iam:PassRole"]
      resources   = var.scribe_roles
      condition {
        test     = "StringEquals"
        variable = "iam:PassedToService"
        values   = ["transcribe.amazonaws.com"]
      }
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
        values   = flatten([for s in ["s3", "bedrock", "transcribe"] : [for r in var.regions : "${s}.${r}.${aws.dns_suffix}"]])
      }
    }
  }

  policy "safeguards" {
    include "tls@1" {}
    include "region@1" {
      regions = var.regions
    }
    include "audit@1" {}
    include "iam@1" {
      pass_roles = var.scribe_roles
    }
    include "kms@1" {}
    include "export@1" {}
    include "org@1" {
      organization_id = var.organization_id
    }
    include "chain@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
