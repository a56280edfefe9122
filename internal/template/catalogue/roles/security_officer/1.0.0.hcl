# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "security_officer" {
  version   = "1.0.0"
  title     = "Security or privacy officer"
  purpose   = "The security official (164.308(a)(2)) or the privacy official: sees how everything is set up, who can do what and who did what, and no record."
  citations = ["164.308(a)(2)", "164.308(a)(1)(ii)(D)", "164.308(a)(8)", "164.502(b)"]

  tags = {
    JobFunction        = "SecurityOfficer"
    DataClassification = "CompanyConfidential"
  }

  trust "saml@1" {}
  trust "oidc@1" {}

  limits {
    session     = "4h"
    max_session = "4h"
    boundary    = "nophi-audit"
  }

  parameter "application_log_groups" {
    type        = list(string)
    default     = ["*"]
    wildcards   = true
    description = "ARN patterns of log groups that may hold PHI, which are closed. By default all are."
    validation {
      condition = length(var.application_log_groups) > 0
      message   = "leaves nothing closed; leave it out to close every log group"
    }
  }

  policy "access" {
    statement "SeeAccess" {
      description = "Sees who can do what."
      citations   = ["164.308(a)(1)(ii)(D)", "164.308(a)(4)(ii)(C)"]
      actions = [
        "access-analyzer:GetAnalyzer",
        "access-analyzer:GetFinding",
        "access-analyzer:List*",
        "iam:GenerateCredentialReport",
        "iam:GenerateServiceLastAccessedDetails",
        "iam:Get*",
        "iam:List*",
        "iam:SimulateCustomPolicy",
        "iam:SimulatePrincipalPolicy",
        "organizations:Describe*",
        "organizations:List*",
        "sso:Describe*",
        "sso:List*",
      ]
      resources = ["*"]
    }

    statement "SeeActivity" {
      description = "Sees who did what."
      citations   = ["164.312(b)", "164.308(a)(1)(ii)(D)"]
      actions = [
        "cloudtrail:DescribeTrails",
        "cloudtrail:GetEventSelectors",
        "cloudtrail:GetTrail",
        "cloudtrail:GetTrailStatus",
        "cloudtrail:ListTrails",
        "cloudtrail:LookupEvents",
        "guardduty:GetFindings",
        "guardduty:ListDetectors",
        "guardduty:ListFindings",
        "macie2:GetFindings",
        "macie2:ListFindings",
        "securityhub:DescribeHub",
        "securityhub:GetFindings",
      ]
      resources = ["*"]
    }

    statement "SeeSettings" {
      description = "Sees how things are set up."
      citations   = ["164.308(a)(8)"]
      actions = [
        "cloudwatch:DescribeAlarms",
        "config:Describe*",
        "config:GetComplianceSummaryByConfigRule",
        "config:SelectResourceConfig",
        "ec2:DescribeFlowLogs",
        "ec2:DescribeSecurityGroups",
        "kms:DescribeKey",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListAliases",
        "kms:ListGrants",
        "kms:ListKeys",
        "logs:DescribeLogGroups",
        "logs:DescribeMetricFilters",
        "s3:GetBucketAcl",
        "s3:GetBucketLogging",
        "s3:GetBucketPolicy",
        "s3:GetBucketPublicAccessBlock",
        "s3:GetBucketTagging",
        "s3:GetEncryptionConfiguration",
        "s3:ListAllMyBuckets",
      ]
      resources = ["*"]
    }
  }

  policy "safeguards" {
    statement "DenyApplicationLogs" {
      description = "No logs of applications, which may hold PHI."
      citations   = ["164.502(b)"]
      effect      = "Deny"
      actions = [
        "logs:FilterLogEvents",
        "logs:GetLogEvents",
        "logs:GetQueryResults",
        "logs:StartLiveTail",
        "logs:StartQuery",
      ]
      resources = var.application_log_groups
    }

    include "phi@2" {}
    include "tls@1" {}
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
