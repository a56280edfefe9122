# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "break_glass" {
  version   = "1.2.0"
  title     = "Emergency access"
  purpose   = "The emergency access procedure, for when the usual way in does not work: two or more named users with a second factor, an hour at a time. One role gets the platform back without reading records, another reads records when care depends on it; neither does both. Every use sets off an alarm and is reviewed."
  citations = ["164.312(a)(2)(ii)", "164.308(a)(7)(ii)(C)", "164.312(b)"]

  tags = {
    JobFunction        = "Emergency"
    DataClassification = var.scope == "records" ? "PHI" : "CompanyConfidential"
    TicketId           = var.ticket
    Expires            = var.expires
  }

  trust "mfa@1" {
    max_age = 900
    validation {
      condition = var.max_age <= 900
      message   = "emergency access asks for a second factor shown within 900 seconds; give max_age of at most that"
    }
    validation {
      condition = length(var.users) >= 2
      message   = "names a single user: emergency access must not depend on one person or one device; name at least two"
    }
  }

  limits {
    session           = "1h"
    max_session       = "1h"
    boundary          = "emergency"
    boundary_required = true
  }

  parameter "scope" {
    type        = string
    description = "What the emergency is about: \"platform\" repairs the account and reads no records; \"records\" reads records of every facility and repairs nothing."
    validation {
      condition = contains(["platform", "records"], var.scope)
      message   = "must be \"platform\" or \"records\""
    }
  }

  parameter "phi_resources" {
    type        = list(string)
    default     = ["*"]
    wildcards   = true
    description = "What holds PHI, as ARN patterns, closed to the scope \"platform\". By default everything that can hold any is closed."
    validation {
      condition = length(var.phi_resources) > 0
      message   = "leaves nothing closed; leave it out to close everything"
    }
  }

  parameter "phi_keys" {
    type        = list(string)
    default     = ["*"]
    wildcards   = true
    description = "The keys that protect PHI, as ARN patterns, closed to the scope \"platform\". By default all keys."
    validation {
      condition = length(var.phi_keys) > 0
      message   = "leaves nothing closed; leave it out to close everything"
    }
  }

  parameter "regions" {
    type        = list(string)
    default     = []
    description = "The Regions of the records, for the scope \"records\"."
    validation {
      condition = alltrue([for r in var.regions : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", r))])
      message   = "must be names of Regions, as in us-east-1"
    }
  }

  parameter "healthlake_datastores" {
    type        = list(string)
    default     = []
    description = "ARNs of HealthLake data stores, for the scope \"records\"."
    validation {
      condition = alltrue([for a in var.healthlake_datastores : can(regex("^arn:aws[a-z-]*:healthlake:[a-z0-9-]+:[0-9]{12}:datastore/fhir/.+$", a))])
      message   = "must be ARNs of HealthLake data stores, arn:aws:healthlake:REGION:ACCOUNT:datastore/fhir/ID"
    }
  }

  parameter "imaging_datastores" {
    type        = list(string)
    default     = []
    description = "ARNs of HealthImaging data stores, for the scope \"records\"."
    validation {
      condition = alltrue([for a in var.imaging_datastores : can(regex("^arn:aws[a-z-]*:medical-imaging:[a-z0-9-]+:[0-9]{12}:datastore/[^/]+$", a))])
      message   = "must be ARNs of HealthImaging data stores, arn:aws:medical-imaging:REGION:ACCOUNT:datastore/ID"
    }
  }

  parameter "record_buckets" {
    nesting     = "list"
    default     = []
    description = "S3 buckets whose documents are read, for the scope \"records\"."
    attribute "arn" {
      type        = string
      description = "ARN of the bucket."
    }
    attribute "prefix" {
      type        = string
      description = "Only keys that begin with this text. Empty: all keys."
      default     = ""
    }
    validation {
      condition = alltrue([for b in var.record_buckets : can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", b.arn))])
      message   = "must be buckets by ARN, arn:aws:s3:::NAME; what is read in one goes into prefix"
    }
  }

  parameter "record_tables" {
    type        = list(string)
    default     = []
    description = "ARNs of DynamoDB tables whose items are read, for the scope \"records\"."
    validation {
      condition = alltrue([for a in var.record_tables : can(regex("^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[^/]+$", a))])
      message   = "must be ARNs of DynamoDB tables, arn:aws:dynamodb:REGION:ACCOUNT:table/NAME"
    }
  }

  parameter "keys" {
    type        = list(string)
    default     = []
    description = "ARNs of the KMS keys that protect the records, for the scope \"records\"."
    validation {
      condition = alltrue([for a in var.keys : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", a))])
      message   = "must be ARNs of KMS keys, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias is no key"
    }
  }

  parameter "ticket" {
    type        = string
    default     = null
    description = "The ticket of the emergency, where the role is made for one. It becomes the tag TicketId."
  }

  parameter "expires" {
    type        = string
    default     = null
    description = "When the role stops working, in UTC, as in 2026-12-31T23:59:59Z. It becomes the tag Expires."
    validation {
      condition = var.expires == null || can(regex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", var.expires))
      message   = "must be a time in UTC, as in 2026-12-31T23:59:59Z"
    }
  }

  validation {
    condition = var.scope != "records" || length(var.healthlake_datastores) + length(var.imaging_datastores) + length(var.record_buckets) + length(var.record_tables) > 0
    message   = "the scope \"records\" reads nothing: give at least one of healthlake_datastores, imaging_datastores, record_buckets and record_tables"
  }

  validation {
    condition = var.scope != "records" || length(var.regions) > 0
    message   = "the scope \"records\" needs regions"
  }

  validation {
    condition = var.scope != "platform" || length(var.healthlake_datastores) + length(var.imaging_datastores) + length(var.record_buckets) + length(var.record_tables) + length(var.keys) == 0
    message   = "the scope \"platform\" reads no records: leave out healthlake_datastores, imaging_datastores, record_buckets, record_tables and keys, or make a second role with the scope \"records\""
  }

  locals {
    services = concat(
      length(var.healthlake_datastores) > 0 ? ["healthlake"] : [],
      length(var.imaging_datastores) > 0 ? ["medical-imaging"] : [],
      length(var.record_buckets) > 0 ? ["s3"] : [],
      length(var.record_tables) > 0 ? ["dynamodb"] : [],
    )
  }

  policy "access" {
    statement "RepairPlatform" {
      description = "Everything that the safeguards and the permissions boundary leave, since nobody knows beforehand what an emergency takes."
      citations   = ["164.312(a)(2)(ii)", "164.308(a)(7)(ii)(C)"]
      when        = var.scope == "platform"
      actions     = ["*"]
      resources   = ["*"]
    }

    statement "ReadRecords" {
      description = "Reads and searches FHIR resources of every facility."
      citations   = ["164.312(a)(2)(ii)"]
      when        = var.scope == "records" && length(var.healthlake_datastores) > 0
      actions = [
        "healthlake:GetCapabilities",
        "healthlake:ReadResource",
        "healthlake:SearchWithGet",
        "healthlake:SearchWithPost",
        "healthlake:VersionReadResource",
      ]
      resources = var.healthlake_datastores
    }

    statement "ReadImages" {
      description = "Views medical images."
      citations   = ["164.312(a)(2)(ii)"]
      when        = var.scope == "records" && length(var.imaging_datastores) > 0
      actions = [
        "medical-imaging:GetImageFrame",
        "medical-imaging:GetImageSet",
        "medical-imaging:GetImageSetMetadata",
        "medical-imaging:SearchImageSets",
      ]
      resources = flatten([for a in var.imaging_datastores : [a, "${a}/imageset/*"]])
    }

    statement "ReadDocuments" {
      description = "Reads documents of every facility."
      citations   = ["164.312(a)(2)(ii)"]
      when        = var.scope == "records" && length(var.record_buckets) > 0
      actions     = ["s3:GetObject"]
      resources   = [for b in var.record_buckets : "${b.arn}/${b.prefix}*"]
    }

    statement "ReadItems" {
      description = "Reads items of every facility, by their keys."
      citations   = ["164.312(a)(2)(ii)"]
      when        = var.scope == "records" && length(var.record_tables) > 0
      actions     = ["dynamodb:GetItem", "dynamodb:Query"]
      resources   = var.record_tables
    }

    statement "OpenRecords" {
      description = "Decrypts what is read, through the services that hold it and no other way."
      citations   = ["164.312(a)(2)(ii)", "164.312(a)(2)(iv)"]
      when        = var.scope == "records" && length(var.keys) > 0
      actions     = ["kms:Decrypt"]
      resources   = var.keys
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = flatten([for s in local.services : [for r in var.regions : "${s}.${r}.${aws.dns_suffix}"]])
      }
    }
  }

  policy "safeguards" {
    statement "DenyAfterExpiry" {
      description = "Nothing once the time is over."
      citations   = ["164.308(a)(3)(ii)(C)"]
      when        = var.expires != null
      effect      = "Deny"
      actions     = ["*"]
      resources   = ["*"]
      condition {
        test     = "DateGreaterThan"
        variable = "aws:CurrentTime"
        values   = [var.expires]
      }
    }

    statement "DenyLeavingOrganization" {
      description = "The account stays under the organisation's guardrails."
      citations   = ["164.312(a)(1)", "164.312(b)"]
      effect      = "Deny"
      actions     = ["organizations:LeaveOrganization"]
      resources   = ["*"]
    }

    statement "DenyUnboundedPrincipals" {
      description = "No new role or user without the emergency boundary, by which this one's limits could be left."
      citations   = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]
      when        = role.permissions_boundary != null
      effect      = "Deny"
      actions     = ["iam:CreateRole", "iam:CreateUser"]
      resources   = ["*"]
      condition {
        test     = "StringNotEquals"
        variable = "iam:PermissionsBoundary"
        values   = [role.permissions_boundary]
      }
    }

    include "tls@1" {}
    include "audit@1" {}
    include "kms@1" {}
    include "boundary@1" { boundary = role.permissions_boundary }
    include "phi@2" {
      when      = var.scope == "platform"
      resources = var.phi_resources
      keys      = var.phi_keys
    }
    include "iam@1" { when = var.scope == "records" }
    include "export@1" { when = var.scope == "records" }
    include "chain@1" { when = var.scope == "records" }
  }

  accepts "admin-access" {
    reason = "Nobody knows beforehand what an emergency takes. Audit, keys, the boundary and the content of PHI stores stay closed, the session lasts an hour, and two named users must show a second factor."
    when   = var.scope == "platform"
  }

  accepts "privilege-escalation" {
    reason = "Repairing access means changing it. New principals carry the emergency boundary, and the boundary itself cannot be changed."
    when   = var.scope == "platform"
  }

  accepts "pass-role-wildcard" {
    reason = "Restarting a service means passing it its role, whichever it is."
    when   = var.scope == "platform"
  }

  accepts "permissions-management-wildcard" {
    reason = "Repairing access means changing it. New principals carry the emergency boundary, and the boundary itself cannot be changed."
    when   = var.scope == "platform"
  }

  accepts "service-wildcard" {
    reason = "Nobody knows beforehand which service an emergency is in."
    when   = var.scope == "platform"
  }

  accepts "secrets-read-wildcard" {
    reason = "Repairing a service takes the secrets by which it signs in, whichever they are. Those that phi_resources names stay closed; without it, all do."
    when   = var.scope == "platform"
  }

  accepts "kms-decrypt-wildcard" {
    reason = "A service that is repaired needs its own keys. Those that protect PHI stay closed by phi_keys; without it, all do."
    when   = var.scope == "platform"
  }

  accepts "data-read-wildcard" {
    reason = "Nobody knows beforehand which store an emergency is in. The content of what phi_resources names stays closed; without it, all content does, but for what no IAM action tells from operation."
    when   = var.scope == "platform"
  }

  accepts "duties-not-separated" {
    reason = "In an emergency one person does what several do else. Audit and key administration stay closed, two named users must show a second factor, and every use is reviewed."
    when   = var.scope == "platform"
  }

  accepts "ineligible-service" {
    reason = "Nobody knows beforehand which service an emergency is in. The role reads no PHI, so it carries none to a service that is not eligible."
    when   = var.scope == "platform"
  }

  accepts "phi-access-broad" {
    reason = "Repairing a store can mean restoring, moving or removing what is in it, whichever store it is. Nothing of it is read: that stays closed by phi_resources and phi_keys."
    when   = var.scope == "platform"
  }

  accepts "phi-access-unlabelled" {
    reason = "The label says who reads records, and this role reads none: what it may do to a PHI store is restore, move or remove it."
    when   = var.scope == "platform"
  }

  changelog "1.2.0" {
    date  = "2026-11-28"
    notes = ["Accepts phi-access-broad and phi-access-unlabelled for the scope \"platform\", with reasons: it may change what PHI stores hold, and reads nothing of it."]
  }

  changelog "1.1.0" {
    date = "2026-11-28"
    notes = [
      "Searches of OpenSearch domains (es:ESHttpGet, es:ESHttpPost), changes of tables (dynamodb:GetRecords) and streams read by subscription (kinesis:SubscribeToShard) are closed with the rest of PHI content, by the block phi@2.",
      "Accepts secrets-read-wildcard, kms-decrypt-wildcard, data-read-wildcard, duties-not-separated and ineligible-service for the scope \"platform\", with reasons.",
    ]
  }

  changelog "1.0.0" {
    date  = "2026-11-23"
    notes = ["First version."]
  }
}
