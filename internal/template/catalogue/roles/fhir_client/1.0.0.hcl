# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "fhir_client" {
  version   = "1.0.0"
  title     = "Machine client of a FHIR data store"
  purpose   = "Software between a record system and HealthLake, such as an interface engine: it reads, writes and corrects resources, and never deletes or exports them."
  citations = ["164.312(a)(1)", "164.312(d)", "164.312(e)(1)", "164.308(b)(1)"]

  tags = {
    JobFunction        = "FHIRClient"
    DataClassification = "PHI"
  }

  trust "service@1" {
    services = ["lambda.amazonaws.com"]
    validation {
      condition = length(setsubtract(var.services, ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "lambda.amazonaws.com"])) == 0
      message   = "names a service that runs no client: ec2, ecs-tasks and lambda do"
    }
  }
  trust "pod@1" {}
  trust "vendor@1" {}

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

  parameter "healthlake_datastores" {
    type        = list(string)
    description = "ARNs of the HealthLake data stores."
    validation {
      condition = length(var.healthlake_datastores) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for a in var.healthlake_datastores : can(regex("^arn:aws[a-z-]*:healthlake:[a-z0-9-]+:[0-9]{12}:datastore/fhir/.+$", a))])
      message   = "must be ARNs of HealthLake data stores, arn:aws:healthlake:REGION:ACCOUNT:datastore/fhir/ID"
    }
  }

  parameter "write" {
    type        = bool
    default     = true
    description = "Whether resources are also written."
  }

  parameter "secrets" {
    type        = list(string)
    default     = []
    description = "ARNs of secrets that are read, such as those of the record system."
    validation {
      condition = alltrue([for a in var.secrets : can(regex("^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:.+$", a))])
      message   = "must be ARNs of secrets, arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX"
    }
  }

  parameter "keys" {
    type        = list(string)
    default     = []
    description = "ARNs of the KMS keys that protect the data stores and secrets."
    validation {
      condition = alltrue([for a in var.keys : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", a))])
      message   = "must be ARNs of KMS keys, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias is no key"
    }
  }

  policy "access" {
    statement "ReadRecords" {
      description = "Reads and searches FHIR resources."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      actions = [
        "healthlake:GetCapabilities",
        "healthlake:ReadResource",
        "healthlake:SearchWithGet",
        "healthlake:SearchWithPost",
        "healthlake:VersionReadResource",
      ]
      resources = var.healthlake_datastores
    }

    statement "WriteRecords" {
      description = "Adds and corrects FHIR resources, one by one or in bundles."
      citations   = ["164.312(a)(1)", "164.312(c)(1)"]
      when        = var.write
      actions     = ["healthlake:CreateResource", "healthlake:ProcessBundle", "healthlake:UpdateResource"]
      resources   = var.healthlake_datastores
    }

    statement "ReadSecrets" {
      description = "Reads its secrets."
      citations   = ["164.312(d)"]
      when        = length(var.secrets) > 0
      actions     = ["secretsmanager:GetSecretValue"]
      resources   = var.secrets
    }

    statement "UseKeys" {
      description = "Encrypts and decrypts, through HealthLake and Secrets Manager."
      citations   = ["164.312(a)(2)(iv)"]
      when        = length(var.keys) > 0
      actions     = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources   = var.keys
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = flatten([for s in ["healthlake", "secretsmanager"] : [for r in var.regions : "${s}.${r}.${aws.dns_suffix}"]])
      }
    }
  }

  policy "safeguards" {
    statement "DenyDeletion" {
      description = "No resource and no data store is deleted."
      citations   = ["164.312(c)(1)"]
      effect      = "Deny"
      actions = [
        "healthlake:DeleteFHIRDatastore",
        "healthlake:DeleteResource",
        "healthlake:StartFHIRBulkDeleteJob",
      ]
      resources = ["*"]
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
