# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "incident_responder" {
  version   = "1.0.0"
  title     = "Incident responder"
  purpose   = "Finds out what happened and stops it: cuts off keys, users, networks and functions, and secures evidence. It can take access away and gives none: a compromised user is quarantined by a policy of AWS that only denies. It reads no PHI; an investigation that has to is emergency access."
  citations = ["164.308(a)(6)(ii)", "164.308(a)(1)(ii)(D)"]

  tags = {
    JobFunction        = "IncidentResponder"
    DataClassification = "CompanyConfidential"
  }

  trust "saml@1" {}
  trust "mfa@1" {}

  limits {
    session     = "1h"
    max_session = "2h"
    boundary    = "nophi-soc"
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
    description = "Regions and accounts that are investigated."
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

  parameter "quarantine_groups" {
    type        = list(string)
    default     = []
    description = "ARNs of security groups that let nothing in or out, into which a machine is moved."
    validation {
      condition = alltrue([for a in var.quarantine_groups : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", a))])
      message   = "must be ARNs"
    }
  }

  parameter "functions" {
    type        = list(string)
    default     = []
    description = "ARNs of Lambda functions that may be stopped."
    validation {
      condition = alltrue([for a in var.functions : can(regex("^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:.+$", a))])
      message   = "must be ARNs of Lambda functions, arn:aws:lambda:REGION:ACCOUNT:function:NAME"
    }
  }

  parameter "buckets" {
    type        = list(string)
    default     = []
    description = "ARNs of buckets whose public access may be blocked."
    validation {
      condition = alltrue([for a in var.buckets : can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", a))])
      message   = "must be ARNs of buckets, arn:aws:s3:::NAME"
    }
  }

  parameter "event_stores" {
    type        = list(string)
    default     = []
    description = "ARNs of CloudTrail Lake event data stores that are searched."
    validation {
      condition = alltrue([for a in var.event_stores : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", a))])
      message   = "must be ARNs"
    }
  }

  policy "access" {
    statement "Investigate" {
      description = "Sees what happened."
      citations   = ["164.308(a)(6)(ii)", "164.312(b)"]
      actions = [
        "cloudtrail:DescribeTrails",
        "cloudtrail:GetTrailStatus",
        "cloudtrail:ListEventDataStores",
        "cloudtrail:LookupEvents",
        "detective:ListGraphs",
        "ec2:DescribeInstances",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSnapshots",
        "ec2:DescribeVolumes",
        "guardduty:GetFindings",
        "guardduty:ListDetectors",
        "guardduty:ListFindings",
        "iam:GetAccessKeyLastUsed",
        "iam:ListAccessKeys",
        "iam:ListUsers",
        "securityhub:GetFindings",
      ]
      resources = ["*"]
    }

    statement "SearchEvents" {
      description = "Searches the recorded events."
      citations   = ["164.312(b)"]
      when        = length(var.event_stores) > 0
      actions     = ["cloudtrail:DescribeQuery", "cloudtrail:GetQueryResults", "cloudtrail:StartQuery"]
      resources   = var.event_stores
    }

    statement "SearchGraphs" {
      description = "Searches the graphs of Detective."
      citations   = ["164.308(a)(6)(ii)"]
      actions     = ["detective:SearchGraph"]
      resources   = [for p in var.places : "arn:${aws.partition}:detective:${p.region}:${p.account_id}:graph:*"]
    }

    statement "KeepFindings" {
      description = "Writes down what became of a finding."
      citations   = ["164.308(a)(6)(ii)"]
      actions     = ["securityhub:BatchUpdateFindings"]
      resources   = [for p in var.places : "arn:${aws.partition}:securityhub:${p.region}:${p.account_id}:hub/default"]
    }

    statement "SecureDisks" {
      description = "Takes snapshots of disks as evidence."
      citations   = ["164.308(a)(6)(ii)", "164.312(c)(1)"]
      actions     = ["ec2:CreateSnapshot"]
      resources   = flatten([for p in var.places : ["arn:${aws.partition}:ec2:${p.region}:${p.account_id}:volume/*", "arn:${aws.partition}:ec2:${p.region}::snapshot/*"]])
    }

    statement "LabelEvidence" {
      description = "Labels the snapshots while they are taken."
      citations   = ["164.308(a)(6)(ii)"]
      actions     = ["ec2:CreateTags"]
      resources   = [for p in var.places : "arn:${aws.partition}:ec2:${p.region}::snapshot/*"]
      condition {
        test     = "StringEquals"
        variable = "ec2:CreateAction"
        values   = ["CreateSnapshot"]
      }
    }

    statement "IsolateMachines" {
      description = "Moves a machine into a quarantine group, and changes nothing else of it."
      citations   = ["164.308(a)(6)(ii)"]
      when        = length(var.quarantine_groups) > 0
      actions     = ["ec2:ModifyNetworkInterfaceAttribute"]
      resources   = concat(var.quarantine_groups, [for p in var.places : "arn:${aws.partition}:ec2:${p.region}:${p.account_id}:network-interface/*"])
    }

    statement "QuarantineUsers" {
      description = "Attaches AWS's quarantine, which only denies, to a user, and nothing else."
      citations   = ["164.308(a)(6)(ii)", "164.308(a)(3)(ii)(C)"]
      actions     = ["iam:AttachUserPolicy"]
      resources   = distinct([for p in var.places : "arn:${aws.partition}:iam::${p.account_id}:user/*"])
      condition {
        test     = "ArnEquals"
        variable = "iam:PolicyARN"
        values   = ["arn:${aws.partition}:iam::aws:policy/AWSCompromisedKeyQuarantineV3", "arn:${aws.partition}:iam::aws:policy/AWSDenyAll"]
      }
    }

    statement "StopFunctions" {
      description = "Stops functions."
      citations   = ["164.308(a)(6)(ii)"]
      when        = length(var.functions) > 0
      actions     = ["lambda:PutFunctionConcurrency"]
      resources   = var.functions
    }

    statement "CloseBuckets" {
      description = "Blocks public access to buckets."
      citations   = ["164.308(a)(6)(ii)", "164.312(a)(1)"]
      when        = length(var.buckets) > 0
      actions     = ["s3:PutBucketPublicAccessBlock"]
      resources   = var.buckets
    }
  }

  policy "safeguards" {
    statement "DenyNewAccess" {
      description = "Takes access away, and gives none."
      citations   = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]
      effect      = "Deny"
      actions = [
        "iam:AddUserToGroup",
        "iam:AttachGroupPolicy",
        "iam:AttachRolePolicy",
        "iam:CreateAccessKey",
        "iam:CreateLoginProfile",
        "iam:CreatePolicyVersion",
        "iam:CreateUser",
        "iam:PassRole",
        "iam:PutGroupPolicy",
        "iam:PutRolePolicy",
        "iam:PutUserPolicy",
        "iam:UpdateAccessKey",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateLoginProfile",
      ]
      resources = ["*"]
    }

    include "phi@2" {}
    include "tls@1" {}
    include "region@1" {
      regions = var.regions
    }
    include "audit@1" {}
    include "kms@1" {}
    include "chain@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
