# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "application" {
  version = "1.0.0"
  title   = "Application that handles records"
  purpose = "The role of an application on EC2, ECS, Lambda or EKS that handles records: its own tables, objects, database user, secrets and queues, and where asked for from its own network alone. Instances of EC2 should ask for IMDSv2 beside it."
  citations = [
    "164.312(a)(1)",
    "164.312(a)(2)(iv)",
    "164.312(b)",
    "164.312(d)",
    "164.312(e)(1)",
    "164.308(a)(4)(ii)(B)",
  ]

  tags = {
    JobFunction        = "Application"
    DataClassification = "PHI"
  }

  trust "service@1" {
    validation {
      condition = length(setsubtract(var.services, ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "lambda.amazonaws.com"])) == 0
      message   = "names a service that runs no application: ec2, ecs-tasks and lambda do"
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

  parameter "tables" {
    type        = list(string)
    default     = []
    description = "ARNs of DynamoDB tables whose items are read and written."
    validation {
      condition = alltrue([for a in var.tables : can(regex("^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[^/]+$", a))])
      message   = "must be ARNs of DynamoDB tables, arn:aws:dynamodb:REGION:ACCOUNT:table/NAME"
    }
  }

  parameter "buckets" {
    nesting     = "list"
    default     = []
    description = "S3 buckets and prefixes whose objects are read and written."
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

  parameter "database_users" {
    type        = list(string)
    default     = []
    description = "ARNs of database users of RDS that it signs in as."
    validation {
      condition = alltrue([for a in var.database_users : can(regex("^arn:aws[a-z-]*:rds-db:[a-z0-9-]+:[0-9]{12}:dbuser:[^/]+/.+$", a))])
      message   = "must be ARNs of database users, arn:aws:rds-db:REGION:ACCOUNT:dbuser:RESOURCE/USER"
    }
  }

  parameter "secrets" {
    type        = list(string)
    default     = []
    description = "ARNs of secrets that are read."
    validation {
      condition = alltrue([for a in var.secrets : can(regex("^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:.+$", a))])
      message   = "must be ARNs of secrets, arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX"
    }
  }

  parameter "secret_tag" {
    nesting     = "single"
    default     = null
    description = "A tag that those secrets must carry."
    attribute "key" {
      type        = string
      description = "Key of the tag."
    }
    attribute "value" {
      type        = string
      description = "Its value."
    }
  }

  parameter "queues" {
    type        = list(string)
    default     = []
    description = "ARNs of SQS queues that are written to."
    validation {
      condition = alltrue([for a in var.queues : can(regex("^arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:.+$", a))])
      message   = "must be ARNs of SQS queues, arn:aws:sqs:REGION:ACCOUNT:NAME"
    }
  }

  parameter "keys" {
    type        = list(string)
    default     = []
    description = "ARNs of the KMS keys that protect all of it."
    validation {
      condition = alltrue([for a in var.keys : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", a))])
      message   = "must be ARNs of KMS keys, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias is no key"
    }
  }

  parameter "encryption_context" {
    nesting     = "single"
    default     = null
    description = "A pair that must be in the encryption context of every use of the keys."
    attribute "key" {
      type        = string
      description = "Key of the pair."
    }
    attribute "value" {
      type        = string
      description = "Its value."
    }
  }

  parameter "log_groups" {
    type        = list(string)
    default     = []
    description = "ARNs of the log groups that are written to."
    validation {
      condition = alltrue([for a in var.log_groups : can(regex("^arn:aws[a-z-]*:logs:[a-z0-9-]+:[0-9]{12}:log-group:[^:*]+$", a))])
      message   = "must be ARNs of log groups, arn:aws:logs:REGION:ACCOUNT:log-group:NAME, without a star at the end"
    }
  }

  parameter "tracing" {
    type        = bool
    default     = false
    description = "Whether traces are sent to X-Ray."
  }

  parameter "vpcs" {
    type        = list(string)
    default     = []
    description = "Identifiers of VPCs. Where any is given, requests come from them alone, or from an AWS service on the application's behalf; every service that it uses then needs an endpoint there."
    validation {
      condition = alltrue([for v in var.vpcs : can(regex("^vpc-[0-9a-f]{8,17}$", v))])
      message   = "must be identifiers of VPCs, as in vpc-0123456789abcdef0"
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
    condition = length(var.tables) + length(var.buckets) + length(var.database_users) + length(var.secrets) + length(var.queues) > 0
    message   = "the role reaches nothing: give at least one of tables, buckets, database_users, secrets and queues"
  }

  locals {
    services = concat(
      length(var.tables) > 0 ? ["dynamodb"] : [],
      length(var.buckets) > 0 ? ["s3"] : [],
      length(var.secrets) > 0 ? ["secretsmanager"] : [],
      length(var.queues) > 0 ? ["sqs"] : [],
      length(var.database_users) > 0 ? ["rds"] : [],
    )
  }

  policy "access" {
    statement "UseItems" {
      description = "Reads and writes items of its tables, by their keys."
      citations   = ["164.312(a)(1)"]
      when        = length(var.tables) > 0
      actions     = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"]
      resources   = flatten([for t in var.tables : [t, "${t}/index/*"]])
    }

    statement "UseObjects" {
      description = "Reads and writes its objects."
      citations   = ["164.312(a)(1)"]
      when        = length(var.buckets) > 0
      actions     = ["s3:GetObject", "s3:PutObject"]
      resources   = [for b in var.buckets : "${b.arn}/${b.prefix}*"]
    }

    statement "SignInToDatabases" {
      description = "Signs in to its databases with short-lived tokens."
      citations   = ["164.312(d)"]
      when        = length(var.database_users) > 0
      actions     = ["rds-db:connect"]
      resources   = var.database_users
    }

    statement "ReadSecrets" {
      description = "Reads its secrets."
      citations   = ["164.312(d)"]
      when        = length(var.secrets) > 0
      actions     = ["secretsmanager:GetSecretValue"]
      resources   = var.secrets
      condition {
        when     = var.secret_tag != null
        test     = "StringEquals"
        variable = "aws:ResourceTag/${var.secret_tag == null ? "" : var.secret_tag.key}"
        values   = [var.secret_tag.value]
      }
    }

    statement "SendMessages" {
      description = "Writes to its queues."
      citations   = ["164.312(a)(1)"]
      when        = length(var.queues) > 0
      actions     = ["sqs:SendMessage"]
      resources   = var.queues
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
        values   = flatten([for s in local.services : [for r in var.regions : "${s}.${r}.${aws.dns_suffix}"]])
      }
      condition {
        when     = var.encryption_context != null
        test     = "StringEquals"
        variable = "kms:EncryptionContext:${var.encryption_context == null ? "" : var.encryption_context.key}"
        values   = [var.encryption_context.value]
      }
    }

    statement "WriteLogs" {
      description = "Writes its own logs."
      citations   = ["164.312(b)"]
      when        = length(var.log_groups) > 0
      actions     = ["logs:CreateLogStream", "logs:PutLogEvents"]
      resources   = [for a in var.log_groups : "${a}:*"]
    }

    statement "SendTraces" {
      description = "Sends traces. AWS has no resource for this permission."
      citations   = ["164.312(b)"]
      when        = var.tracing
      actions     = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
      resources   = ["*"]
    }
  }

  policy "safeguards" {
    statement "DenyOtherNetworks" {
      description = "Nothing from outside of its own network, unless an AWS service asks on its behalf."
      citations   = ["164.312(a)(1)", "164.312(e)(1)"]
      when        = length(var.vpcs) > 0
      effect      = "Deny"
      actions     = ["*"]
      resources   = ["*"]
      condition {
        test     = "StringNotEqualsIfExists"
        variable = "aws:SourceVpc"
        values   = var.vpcs
      }
      condition {
        test     = "BoolIfExists"
        variable = "aws:ViaAWSService"
        values   = ["false"]
      }
    }

    include "tls@1" {}
    include "region@1" {
      regions = var.regions
    }
    include "audit@1" {}
    include "iam@1" {}
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
