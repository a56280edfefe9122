# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "auditor" {
  version   = "1.0.0"
  title     = "Auditor"
  purpose   = "An auditor, of the house or of another firm: evidence, and nothing but evidence, for a time. An auditor from outside who sees PHI is a business associate; this one does not see any."
  citations = ["164.308(a)(8)", "164.316(b)(1)", "164.308(b)(1)"]

  tags = {
    JobFunction        = "Auditor"
    DataClassification = "CompanyConfidential"
    Expires            = var.expires
  }

  trust "saml@1" {}
  trust "vendor@1" {}

  limits {
    session     = "4h"
    max_session = "4h"
    boundary    = "nophi-audit"
  }

  parameter "evidence" {
    nesting     = "single"
    default     = null
    description = "Where evidence is put for the auditor to read."
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
      condition = var.evidence == null ? true : can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", var.evidence.arn))
      message   = "must be a bucket by ARN, arn:aws:s3:::NAME; what is reached in it goes into prefix"
    }
    validation {
      condition = var.evidence == null ? true : !startswith(var.evidence.prefix, "/")
      message   = "has a prefix that begins with a slash; keys do not"
    }
  }

  parameter "keys" {
    type        = list(string)
    default     = []
    description = "ARNs of the KMS keys that protect the evidence. They decrypt through S3 alone."
    validation {
      condition = alltrue([for a in var.keys : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", a))])
      message   = "must be ARNs of KMS keys, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias is no key"
    }
  }

  parameter "regions" {
    type        = list(string)
    default     = []
    description = "The Regions of those keys."
  }

  parameter "expires" {
    type        = string
    description = "When the role stops working, in UTC, as in 2026-12-31T23:59:59Z. It becomes the tag Expires."
    validation {
      condition = can(regex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", var.expires))
      message   = "must be a time in UTC, as in 2026-12-31T23:59:59Z"
    }
  }

  validation {
    condition = length(var.keys) == 0 || length(var.regions) > 0
    message   = "keys need regions"
  }

  policy "access" {
    statement "SeeEvidence" {
      description = "Sees what is asked of the organisation, and how it does."
      citations   = ["164.308(a)(8)", "164.316(b)(1)"]
      actions = [
        "access-analyzer:ListFindings",
        "artifact:GetReport",
        "artifact:GetReportMetadata",
        "artifact:GetTermForReport",
        "artifact:ListReports",
        "auditmanager:GetAssessment",
        "auditmanager:GetAssessmentReportUrl",
        "auditmanager:ListAssessmentReports",
        "auditmanager:ListAssessments",
        "cloudtrail:DescribeTrails",
        "cloudtrail:GetTrailStatus",
        "config:DescribeConformancePackCompliance",
        "config:DescribeConformancePacks",
        "config:GetComplianceSummaryByConfigRule",
        "config:GetConformancePackComplianceSummary",
        "iam:GenerateCredentialReport",
        "iam:GetAccountPasswordPolicy",
        "iam:GetAccountSummary",
        "iam:GetCredentialReport",
        "securityhub:GetFindings",
      ]
      resources = ["*"]
    }

    statement "ReadEvidence" {
      description = "Reads what was put there for the audit."
      citations   = ["164.316(b)(1)"]
      when        = var.evidence != null
      actions     = ["s3:GetObject"]
      resources   = ["${var.evidence.arn}/${var.evidence.prefix}*"]
    }

    statement "OpenEvidence" {
      description = "Decrypts it, through S3."
      citations   = ["164.312(a)(2)(iv)"]
      when        = length(var.keys) > 0
      actions     = ["kms:Decrypt"]
      resources   = var.keys
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = flatten([for s in ["s3"] : [for r in var.regions : "${s}.${r}.${aws.dns_suffix}"]])
      }
    }
  }

  policy "safeguards" {
    statement "DenyAllElse" {
      description = "Nothing but that, whatever else is attached to the role."
      citations   = ["164.502(b)", "164.308(a)(4)(ii)(B)"]
      effect      = "Deny"
      not_actions = [
        "access-analyzer:ListFindings",
        "artifact:GetReport",
        "artifact:GetReportMetadata",
        "artifact:GetTermForReport",
        "artifact:ListReports",
        "auditmanager:GetAssessment",
        "auditmanager:GetAssessmentReportUrl",
        "auditmanager:ListAssessmentReports",
        "auditmanager:ListAssessments",
        "cloudtrail:DescribeTrails",
        "cloudtrail:GetTrailStatus",
        "config:DescribeConformancePackCompliance",
        "config:DescribeConformancePacks",
        "config:GetComplianceSummaryByConfigRule",
        "config:GetConformancePackComplianceSummary",
        "iam:GenerateCredentialReport",
        "iam:GetAccountPasswordPolicy",
        "iam:GetAccountSummary",
        "iam:GetCredentialReport",
        "kms:Decrypt",
        "s3:GetObject",
        "securityhub:GetFindings",
      ]
      resources = ["*"]
    }

    statement "DenyOtherObjects" {
      description = "No other object."
      citations   = ["164.502(b)"]
      when        = var.evidence == null
      effect      = "Deny"
      actions     = ["s3:GetObject"]
      resources   = var.evidence == null ? ["arn:${aws.partition}:s3:::*/*"] : ["arn:${aws.partition}:s3:::*/*"]
    }

    statement "DenyObjectsElsewhere" {
      description   = "No object but the evidence."
      citations     = ["164.502(b)"]
      when          = var.evidence != null
      effect        = "Deny"
      actions       = ["s3:GetObject"]
      not_resources = ["${var.evidence.arn}/${var.evidence.prefix}*"]
    }

    statement "DenyOtherKeys" {
      description   = "No key but those of the evidence."
      citations     = ["164.502(b)", "164.312(a)(2)(iv)"]
      when          = length(var.keys) > 0
      effect        = "Deny"
      actions       = ["kms:Decrypt"]
      not_resources = var.keys
    }

    include "expiry@1" {
      expires = var.expires
    }
    include "tls@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
