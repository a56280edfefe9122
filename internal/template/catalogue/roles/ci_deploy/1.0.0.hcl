# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "ci_deploy" {
  version   = "1.0.0"
  title     = "Pipeline that applies"
  purpose   = "The role of a pipeline that applies reviewed changes of infrastructure. It does what its arguments name, on what they name; it reads no record, and makes roles only under the mandated boundary and its own path."
  citations = ["164.308(a)(8)", "164.308(a)(4)(ii)(B)", "164.312(a)(1)", "164.312(c)(1)"]

  tags = {
    JobFunction        = "DeployPipeline"
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

  parameter "changes" {
    nesting     = "list"
    description = "What the pipeline changes."
    attribute "action" {
      type        = string
      description = "The action, as in lambda:UpdateFunctionCode."
    }
    attribute "resource" {
      type        = string
      wildcards   = true
      description = "ARN of what it is done on. The star is allowed."
    }
    validation {
      condition = length(var.changes) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for c in var.changes : can(regex("^[a-z0-9-]+:[A-Za-z0-9]+$", c.action))])
      message   = "must be single actions, as in lambda:UpdateFunctionCode"
    }
    validation {
      condition = alltrue([for c in var.changes : !contains(["iam", "sts", "organizations", "sso", "identitystore", "kms"], split(":", c.action)[0])])
      message   = "changes access or keys: roles are made by role_path alone, and keys by their administrators"
    }
    validation {
      condition = alltrue([for c in var.changes : c.resource != "*"])
      message   = "names every resource; say which"
    }
  }

  parameter "role_path" {
    type        = string
    default     = null
    description = "Path below which roles are made, as in \"workload/\"; null to make none. Needs permissions_boundary."
    validation {
      condition = var.role_path == null || can(regex("^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*/$", var.role_path))
      message   = "must be a path without a slash in front and with one at the end, as in \"workload/\""
    }
  }

  parameter "account_id" {
    type        = string
    default     = null
    description = "Account of those roles, twelve digits."
    validation {
      condition = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
      message   = "must be an account of twelve digits"
    }
  }

  parameter "pass_to" {
    type        = list(string)
    default     = []
    description = "Services to which roles below that path may be passed, as in lambda.amazonaws.com."
  }

  validation {
    condition = var.role_path == null || (var.account_id != null && role.permissions_boundary != null)
    message   = "role_path needs account_id, and permissions_boundary for the roles that are made"
  }

  locals {
    roles = ["arn:${aws.partition}:iam::${var.account_id == null ? "" : var.account_id}:role/${var.role_path == null ? "" : var.role_path}*"]
  }

  policy "access" {
    statement "KeepState" {
      description = "Reads and writes the state."
      citations   = ["164.308(a)(8)", "164.312(a)(1)"]
      actions     = ["s3:GetObject", "s3:PutObject"]
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
      actions     = ["kms:Decrypt", "kms:GenerateDataKey"]
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

    statement "SeeSettings" {
      description = "Sees how things are set up, without content."
      citations   = ["164.308(a)(8)", "164.312(a)(1)"]
      actions = [
        "cloudformation:Describe*",
        "cloudformation:List*",
        "cloudwatch:DescribeAlarms",
        "cloudwatch:ListTagsForResource",
        "dynamodb:Describe*",
        "dynamodb:ListTables",
        "dynamodb:ListTagsOfResource",
        "ec2:Describe*",
        "ecs:Describe*",
        "elasticloadbalancing:Describe*",
        "events:DescribeRule",
        "events:ListTagsForResource",
        "events:ListTargetsByRule",
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
        "s3:GetBucket*",
        "s3:GetEncryptionConfiguration",
        "s3:GetLifecycleConfiguration",
        "s3:GetReplicationConfiguration",
        "s3:ListAllMyBuckets",
      ]
      resources = ["*"]
    }

    statement "Change" {
      description = "Does the named changes."
      citations   = ["164.308(a)(8)", "164.312(a)(1)"]
      actions     = distinct([for c in var.changes : c.action])
      resources   = distinct([for c in var.changes : c.resource])
    }

    statement "MakeRoles" {
      description = "Makes roles below its path, under the mandated boundary."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = var.role_path != null
      actions = [
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PutRolePolicy",
      ]
      resources = local.roles
      condition {
        test     = "StringEquals"
        variable = "iam:PermissionsBoundary"
        values   = [role.permissions_boundary]
      }
    }

    statement "KeepRoles" {
      description = "Keeps their settings and takes them away."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = var.role_path != null
      actions = [
        "iam:DeleteRole",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ]
      resources = local.roles
    }

    statement "PassRoles" {
      description = "Passes those roles to the named services."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = var.role_path != null && length(var.pass_to) > 0
      actions     = ["iam:PassRole"]
      resources   = local.roles
      condition {
        test     = "StringEquals"
        variable = "iam:PassedToService"
        values   = var.pass_to
      }
    }
  }

  policy "safeguards" {
    statement "DenyIdentities" {
      description = "No person, key or way of signing in is made, and no trust is changed outside of its path."
      citations   = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]
      effect      = "Deny"
      actions = [
        "iam:CreateAccessKey",
        "iam:CreateLoginProfile",
        "iam:CreateOpenIDConnectProvider",
        "iam:CreateSAMLProvider",
        "iam:CreateUser",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateSAMLProvider",
      ]
      resources = ["*"]
    }

    include "phi_except@1" {
      stores = concat(["${var.state.arn}/${var.state.prefix}*"], var.lock_table == null ? [] : [var.lock_table])
      keys   = var.state_keys
    }
    include "boundary@1" {
      boundary = role.permissions_boundary
    }
    include "tls@1" {}
    include "region@1" {
      regions = var.regions
    }
    include "audit@1" {}
    include "kms@1" {}
    include "chain@1" {}
  }

  accepts "privilege-escalation" {
    reason = "A pipeline that makes roles gives permissions, which is what it is for. Each such role carries the mandated boundary, is below one path, and can be passed to the named services alone; the boundary cannot be changed."
    when   = var.role_path != null
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
