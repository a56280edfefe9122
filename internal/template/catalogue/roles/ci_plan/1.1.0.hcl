# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "ci_plan" {
  version   = "1.1.0"
  title     = "Pipeline that plans"
  purpose   = "The role of a pipeline that plans changes of infrastructure for review: it sees settings and reads the state, and changes nothing."
  citations = ["164.308(a)(8)", "164.312(a)(1)", "164.312(c)(1)"]

  tags = {
    JobFunction        = "PlanPipeline"
    DataClassification = "CompanyConfidential"
  }

  trust "ci@1" {}

  limits {
    session     = "1h"
    max_session = "1h"
    boundary    = "nophi-deploy"
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

  parameter "state" {
    nesting     = "single"
    description = "Where the state of Terraform is kept. The whole of it is read: keep no secret in it."
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
      condition = can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", var.state.arn))
      message   = "must be a bucket by ARN, arn:aws:s3:::NAME; what is reached in it goes into prefix"
    }
    validation {
      condition = !startswith(var.state.prefix, "/")
      message   = "has a prefix that begins with a slash; keys do not"
    }
  }

  parameter "state_keys" {
    type        = list(string)
    default     = []
    description = "ARNs of the KMS keys that encrypt the state."
    validation {
      condition = alltrue([for a in var.state_keys : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", a))])
      message   = "must be ARNs of KMS keys, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias is no key"
    }
  }

  parameter "lock_table" {
    type        = string
    default     = null
    description = "ARN of the DynamoDB table of locks, where one is used."
    validation {
      condition = var.lock_table == null || can(regex("^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[^/]+$", var.lock_table))
      message   = "must be the ARN of a DynamoDB table"
    }
  }

  policy "access" {
    statement "SeeSettings" {
      description = "Sees how things are set up, without content."
      citations   = ["164.308(a)(8)", "164.312(a)(1)"]
      actions = [
        "access-analyzer:List*",
        "acm:DescribeCertificate",
        "acm:ListCertificates",
        "autoscaling:Describe*",
        "cloudformation:Describe*",
        "cloudformation:List*",
        "cloudtrail:DescribeTrails",
        "cloudtrail:GetEventSelectors",
        "cloudtrail:GetTrail",
        "cloudtrail:GetTrailStatus",
        "cloudtrail:ListTags",
        "cloudwatch:DescribeAlarms",
        "cloudwatch:ListTagsForResource",
        "config:Describe*",
        "dynamodb:Describe*",
        "dynamodb:ListTables",
        "dynamodb:ListTagsOfResource",
        "ec2:Describe*",
        "ecr:DescribeRepositories",
        "ecs:Describe*",
        "eks:Describe*",
        "eks:List*",
        "elasticloadbalancing:Describe*",
        "events:DescribeRule",
        "events:ListTagsForResource",
        "events:ListTargetsByRule",
        "guardduty:GetDetector",
        "guardduty:ListDetectors",
        "iam:Get*",
        "iam:List*",
        "kms:DescribeKey",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListAliases",
        "kms:ListKeys",
        "kms:ListResourceTags",
        "lambda:GetFunctionConfiguration",
        "lambda:GetPolicy",
        "lambda:List*",
        "logs:Describe*",
        "logs:ListTagsForResource",
        "rds:Describe*",
        "rds:ListTagsForResource",
        "route53:GetHostedZone",
        "route53:ListHostedZones",
        "route53:ListTagsForResource",
        "s3:GetBucket*",
        "s3:GetEncryptionConfiguration",
        "s3:GetLifecycleConfiguration",
        "s3:GetReplicationConfiguration",
        "s3:ListAllMyBuckets",
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetResourcePolicy",
        "sns:GetTopicAttributes",
        "sns:ListTagsForResource",
        "sqs:GetQueueAttributes",
        "sqs:ListQueueTags",
      ]
      resources = ["*"]
    }

    statement "ReadState" {
      description = "Reads the state."
      citations   = ["164.308(a)(8)", "164.312(a)(1)"]
      actions     = ["s3:GetObject"]
      resources   = ["${var.state.arn}/${var.state.prefix}*"]
    }

    statement "FindState" {
      description = "Finds the state."
      citations   = ["164.308(a)(8)", "164.312(a)(1)"]
      actions     = ["s3:ListBucket"]
      resources   = [var.state.arn]
      condition {
        test     = "StringLike"
        variable = "s3:prefix"
        values   = ["${var.state.prefix}*"]
      }
    }

    statement "OpenState" {
      description = "Encrypts and decrypts the state, through S3."
      citations   = ["164.312(a)(2)(iv)"]
      when        = length(var.state_keys) > 0
      actions     = ["kms:Decrypt"]
      resources   = var.state_keys
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = flatten([for s in ["s3"] : [for r in var.regions : "${s}.${r}.${aws.dns_suffix}"]])
      }
    }

    statement "LockState" {
      description = "Keeps two runs apart."
      citations   = ["164.308(a)(8)", "164.312(a)(1)"]
      when        = var.lock_table != null
      actions     = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"]
      resources   = [var.lock_table]
    }
  }

  policy "safeguards" {
    include "phi_except@1" {
      stores = concat(["${var.state.arn}/${var.state.prefix}*"], var.lock_table == null ? [] : [var.lock_table])
      keys   = var.state_keys
    }
    include "tls@1" {}
    include "region@1" {
      regions = var.regions
    }
    include "audit@1" {}
    include "iam@1" {}
    include "kms@1" {}
    include "chain@1" {}
  }

  changelog "1.1.0" {
    date  = "2026-11-28"
    notes = ["Application Auto Scaling is left out: the list of eligible services does not tell of it."]
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
