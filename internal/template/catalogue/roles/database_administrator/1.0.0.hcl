# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "database_administrator" {
  version = "1.0.0"
  title   = "Database administrator"
  purpose = "Runs databases: settings, restarts, snapshots and what makes them slow. Reads no row, and deletes nothing. A repair of data is emergency access."
  citations = [
    "164.308(a)(3)(ii)(A)",
    "164.308(a)(4)(ii)(B)",
    "164.312(a)(1)",
    "164.312(b)",
    "164.308(a)(7)(ii)(A)",
  ]

  tags = {
    JobFunction        = "DatabaseAdministrator"
    DataClassification = "CompanyConfidential"
  }

  trust "saml@1" {}

  limits {
    session     = "1h"
    max_session = "2h"
    boundary    = "nophi-ops"
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
    description = "Regions and accounts of the databases."
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

  parameter "databases" {
    type        = list(string)
    default     = []
    description = "ARNs of RDS instances and clusters, arn:aws:rds:REGION:ACCOUNT:db:NAME or …:cluster:NAME."
    validation {
      condition = alltrue([for a in var.databases : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", a))])
      message   = "must be ARNs"
    }
  }

  parameter "tables" {
    type        = list(string)
    default     = []
    description = "ARNs of DynamoDB tables."
    validation {
      condition = alltrue([for a in var.tables : can(regex("^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[^/]+$", a))])
      message   = "must be ARNs of DynamoDB tables, arn:aws:dynamodb:REGION:ACCOUNT:table/NAME"
    }
  }

  parameter "ticket_tag" {
    type        = string
    default     = "TicketId"
    description = "Name of the session tag that must hold a ticket before anything is changed; null to ask for none."
  }

  validation {
    condition = length(var.databases) + length(var.tables) > 0
    message   = "the role runs no database: give databases or tables"
  }

  policy "access" {
    statement "SeeDatabases" {
      description = "Sees which databases there are, and how they do. AWS has no resource for part of these permissions."
      citations   = ["164.312(b)"]
      actions = [
        "cloudwatch:GetMetricData",
        "cloudwatch:ListMetrics",
        "dynamodb:ListTables",
        "rds:DescribeDBClusterSnapshots",
        "rds:DescribeDBClusters",
        "rds:DescribeDBInstances",
        "rds:DescribeDBParameterGroups",
        "rds:DescribeDBSnapshots",
        "rds:DescribeEvents",
        "rds:DescribePendingMaintenanceActions",
      ]
      resources = ["*"]
    }

    statement "SeePerformance" {
      description = "Sees what makes a database slow."
      citations   = ["164.312(b)"]
      actions     = ["pi:GetResourceMetrics"]
      resources   = [for p in var.places : "arn:${aws.partition}:pi:${p.region}:${p.account_id}:metrics/rds/*"]
    }

    statement "RunDatabases" {
      description = "Changes settings and restarts."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.databases) > 0
      actions = [
        "rds:ModifyDBCluster",
        "rds:ModifyDBInstance",
        "rds:RebootDBCluster",
        "rds:RebootDBInstance",
      ]
      resources = var.databases
      condition {
        when     = var.ticket_tag != null
        test     = "Null"
        variable = "aws:PrincipalTag/${coalesce(var.ticket_tag, "none")}"
        values   = ["false"]
      }
    }

    statement "TakeSnapshots" {
      description = "Takes snapshots."
      citations   = ["164.308(a)(7)(ii)(A)"]
      when        = length(var.databases) > 0
      actions     = ["rds:CreateDBClusterSnapshot", "rds:CreateDBSnapshot"]
      resources   = concat(var.databases, flatten([for p in var.places : ["arn:${aws.partition}:rds:${p.region}:${p.account_id}:snapshot:*", "arn:${aws.partition}:rds:${p.region}:${p.account_id}:cluster-snapshot:*"]]))
      condition {
        when     = var.ticket_tag != null
        test     = "Null"
        variable = "aws:PrincipalTag/${coalesce(var.ticket_tag, "none")}"
        values   = ["false"]
      }
    }

    statement "RunTables" {
      description = "Sees tables and keeps their continuous backups."
      citations   = ["164.308(a)(7)(ii)(A)"]
      when        = length(var.tables) > 0
      actions = [
        "dynamodb:DescribeContinuousBackups",
        "dynamodb:DescribeTable",
        "dynamodb:UpdateContinuousBackups",
      ]
      resources = var.tables
    }
  }

  policy "safeguards" {
    statement "DenyLoss" {
      description = "No database, table or snapshot is deleted."
      citations   = ["164.312(c)(1)", "164.308(a)(7)(ii)(A)"]
      effect      = "Deny"
      actions = [
        "dynamodb:DeleteBackup",
        "dynamodb:DeleteTable",
        "rds:DeleteDBCluster",
        "rds:DeleteDBClusterSnapshot",
        "rds:DeleteDBInstance",
        "rds:DeleteDBSnapshot",
      ]
      resources = ["*"]
    }

    include "phi@2" {}
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
