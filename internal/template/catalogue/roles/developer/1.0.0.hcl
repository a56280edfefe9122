# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "developer" {
  version   = "1.0.0"
  title     = "Developer without PHI"
  purpose   = "Builds and debugs in accounts that hold synthetic data alone. The account is the real border; this role keeps to named services in it, and reads content of named synthetic stores alone."
  citations = ["164.308(a)(4)(ii)(B)", "164.502(b)", "164.312(a)(1)"]

  tags = {
    JobFunction        = "Developer"
    DataClassification = "CompanyConfidential"
    EnvironmentType    = "Dev"
  }

  trust "saml@1" {}
  trust "oidc@1" {}

  limits {
    session     = "8h"
    max_session = "8h"
    boundary    = "nophi-dev"
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

  parameter "actions" {
    type        = list(string)
    wildcards   = true
    description = "Actions of development, one by one or by a pattern within a service, as in \"lambda:*\"."
    validation {
      condition = length(var.actions) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for a in var.actions : can(regex("^[a-z0-9-]+:[A-Za-z*]+$", a))])
      message   = "must be actions of a named service, as in lambda:*"
    }
    validation {
      condition = alltrue([for a in var.actions : !contains(["iam", "sts", "organizations", "account", "sso", "identitystore", "kms"], split(":", a)[0])])
      message   = "changes access, keys or accounts, which developers do not"
    }
  }

  parameter "resources" {
    type        = list(string)
    wildcards   = true
    description = "ARN patterns of what those actions are done on."
    validation {
      condition = length(var.resources) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = !contains(var.resources, "*")
      message   = "names everything; name the development resources, as in arn:aws:lambda:us-east-1:123456789012:function:dev-*"
    }
  }

  parameter "synthetic_data" {
    type        = list(string)
    default     = []
    wildcards   = true
    description = "ARN patterns of objects, items and logs with synthetic data, the only content that is read."
  }

  parameter "synthetic_keys" {
    type        = list(string)
    default     = []
    description = "ARNs of the KMS keys that protect synthetic data."
    validation {
      condition = alltrue([for a in var.synthetic_keys : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", a))])
      message   = "must be ARNs of KMS keys, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias is no key"
    }
  }

  parameter "run_roles" {
    type        = list(string)
    default     = []
    description = "ARNs of the roles that may be passed to the services in pass_to."
    validation {
      condition = alltrue([for a in var.run_roles : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$", a))])
      message   = "must be ARNs of roles, arn:aws:iam::ACCOUNT:role/NAME"
    }
  }

  parameter "pass_to" {
    type        = list(string)
    default     = []
    description = "Services to which those roles may be passed, as in lambda.amazonaws.com."
  }

  policy "access" {
    statement "Develop" {
      description = "Builds and debugs."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      actions     = var.actions
      resources   = var.resources
    }

    statement "ReadLogs" {
      description = "Reads logs and alarms of development."
      citations   = ["164.312(b)"]
      actions = [
        "cloudwatch:DescribeAlarms",
        "cloudwatch:GetMetricData",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
      ]
      resources = ["*"]
    }

    statement "OpenSyntheticData" {
      description = "Decrypts synthetic data."
      citations   = ["164.312(a)(2)(iv)"]
      when        = length(var.synthetic_keys) > 0
      actions     = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources   = var.synthetic_keys
      condition {
        test     = "StringLike"
        variable = "kms:ViaService"
        values   = [for r in var.regions : "*.${r}.${aws.dns_suffix}"]
      }
    }

    statement "PassRunRoles" {
      description = "Passes the named roles."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.run_roles) > 0 && length(var.pass_to) > 0
      actions     = ["iam:PassRole"]
      resources   = var.run_roles
      condition {
        test     = "StringEquals"
        variable = "iam:PassedToService"
        values   = var.pass_to
      }
    }
  }

  policy "safeguards" {
    statement "DenyProduction" {
      description = "Nothing that is labelled as production."
      citations   = ["164.502(b)", "164.312(a)(1)"]
      effect      = "Deny"
      actions     = ["*"]
      resources   = ["*"]
      condition {
        test     = "StringEqualsIgnoreCase"
        variable = "aws:ResourceTag/EnvironmentType"
        values   = ["Prod"]
      }
    }

    statement "DenyLabelledPHI" {
      description = "Nothing that is labelled as PHI."
      citations   = ["164.502(b)"]
      effect      = "Deny"
      actions     = ["*"]
      resources   = ["*"]
      condition {
        test     = "StringEqualsIgnoreCase"
        variable = "aws:ResourceTag/DataClassification"
        values   = ["PHI"]
      }
    }

    include "phi_except@1" {
      stores = length(var.synthetic_data) > 0 ? var.synthetic_data : ["arn:${aws.partition}:s3:::there-is-none/*"]
      keys   = var.synthetic_keys
    }
    include "tls@1" {}
    include "region@1" {
      regions = var.regions
    }
    include "audit@1" {}
    include "iam@1" {
      pass_roles = var.run_roles
    }
    include "boundary@1" {
      boundary = role.permissions_boundary
    }
    include "chain@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
