# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "genomics_analyst" {
  version   = "1.0.0"
  title     = "Analyst of genomes"
  purpose   = "People who run workflows over genomes. A genome may tell whose it is even without a name, so that it stays where it is: nothing is shared or exported."
  citations = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)", "164.514(a)"]

  tags = {
    JobFunction        = "GenomicsAnalyst"
    DataClassification = "PHI"
  }

  trust "saml@1" {}
  trust "oidc@1" {}

  limits {
    session     = "4h"
    max_session = "4h"
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

  parameter "places" {
    nesting     = "list"
    description = "Regions and accounts in which runs take place."
    attribute "region" {
      type        = string
      description = "Region, as in us-east-1."
    }
    attribute "account_id" {
      type        = string
      description = "Account, twelve digits."
    }
    validation {
      condition = length(var.places) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for p in var.places : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", p.region)) && can(regex("^[0-9]{12}$", p.account_id))])
      message   = "must be a Region, as in us-east-1, and an account of twelve digits"
    }
  }

  parameter "workflows" {
    type        = list(string)
    description = "ARNs of HealthOmics workflows that may be run."
    validation {
      condition = length(var.workflows) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for a in var.workflows : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", a))])
      message   = "must be ARNs"
    }
  }

  parameter "run_roles" {
    type        = list(string)
    description = "ARNs of the roles that runs work with; they alone may be passed, and to HealthOmics alone."
    validation {
      condition = length(var.run_roles) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for a in var.run_roles : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$", a))])
      message   = "must be ARNs of roles, arn:aws:iam::ACCOUNT:role/NAME"
    }
  }

  policy "access" {
    statement "UseWorkflows" {
      description = "Looks at the workflows and starts them."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      actions     = ["omics:GetWorkflow", "omics:StartRun"]
      resources   = var.workflows
    }

    statement "RunWorkflows" {
      description = "Runs them, and looks after the runs."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      actions = [
        "omics:CancelRun",
        "omics:GetRun",
        "omics:GetRunTask",
        "omics:ListRunTasks",
        "omics:StartRun",
      ]
      resources = [for p in var.places : "arn:${aws.partition}:omics:${p.region}:${p.account_id}:run/*"]
    }

    statement "SeeRuns" {
      description = "Sees which runs there are. AWS has no resource for this permission."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      actions     = ["omics:ListRuns"]
      resources   = ["*"]
    }

    statement "PassRunRoles" {
      description = "Gives the runs their roles."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      actions     = ["iam:PassRole"]
      resources   = var.run_roles
      condition {
        test     = "StringEquals"
        variable = "iam:PassedToService"
        values   = ["omics.amazonaws.com"]
      }
    }
  }

  policy "safeguards" {
    statement "DenySharing" {
      description = "Genomes stay where they are."
      citations   = ["164.502(b)", "164.514(a)"]
      effect      = "Deny"
      actions     = ["omics:CreateShare", "omics:PutS3AccessPolicy", "omics:StartReadSetExportJob"]
      resources   = ["*"]
    }

    include "tls@1" {}
    include "region@1" {
      regions = var.regions
    }
    include "audit@1" {}
    include "iam@1" {
      pass_roles = var.run_roles
    }
    include "kms@1" {}
    include "export@1" {}
    include "chain@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
