# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "phi_workload_boundary" {
  version   = "1.0.0"
  kind      = "boundary"
  title     = "Ceiling of software that works with PHI"
  purpose   = "The most that software that works with PHI can have: services that are eligible, and nothing that changes access, keys or audit."
  citations = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]

  parameter "resources" {
    type        = list(string)
    default     = ["*"]
    wildcards   = true
    description = "ARN patterns of what may be reached at all. By default everything that those services hold."
    validation {
      condition = length(var.resources) > 0
      message   = "leaves nothing; leave it out for everything"
    }
  }

  parameter "pass_roles" {
    type        = list(string)
    default     = []
    wildcards   = true
    description = "ARN patterns of roles that may be passed to a service. Empty: none."
  }

  parameter "organization_id" {
    type        = string
    default     = null
    description = "The organisation, \"o-…\". Where it is given, nothing is written to what another one owns."
  }

  policy "boundary" {
    statement "Ceiling" {
      description = "What roles under this boundary may do at most. It grants nothing by itself."
      citations   = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]
      actions = [
        "bedrock:ApplyGuardrail",
        "bedrock:InvokeModel*",
        "comprehendmedical:*",
        "dynamodb:*",
        "ecr:*",
        "glue:*",
        "healthlake:*",
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:GenerateDataKey",
        "logs:*",
        "medical-imaging:*",
        "omics:*",
        "rds-db:connect",
        "s3:*",
        "secretsmanager:GetSecretValue",
        "sqs:*",
        "textract:*",
        "transcribe:*",
        "xray:*",
      ]
      resources = var.resources
    }

    statement "PassRoles" {
      description = "Passes the named roles at most."
      citations   = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]
      when        = length(var.pass_roles) > 0
      actions     = ["iam:PassRole"]
      resources   = var.pass_roles
    }

    include "tls@1" {}
    include "audit@1" {}
    include "iam@1" {
      pass_roles = var.pass_roles
    }
    include "kms@1" {}
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
