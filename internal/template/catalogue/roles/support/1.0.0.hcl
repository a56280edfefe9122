# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "support" {
  version   = "1.0.0"
  title     = "Help desk"
  purpose   = "Opens cases with AWS Support and sees how things stand. Attaches no file, which might hold PHI."
  citations = ["164.308(a)(3)(ii)(A)", "164.308(a)(6)(ii)", "164.502(b)"]

  tags = {
    JobFunction        = "Support"
    DataClassification = "CompanyConfidential"
  }

  trust "saml@1" {}
  trust "oidc@1" {}

  limits {
    session     = "1h"
    max_session = "2h"
    boundary    = "nophi-ops"
  }

  parameter "attachments" {
    type        = bool
    default     = false
    description = "Whether files may be attached to cases. AWS Support is under the AWS BAA only where the case is; as a rule no."
  }

  policy "access" {
    statement "KeepCases" {
      description = "Opens cases and answers in them."
      citations   = ["164.308(a)(6)(ii)"]
      actions = [
        "support:AddCommunicationToCase",
        "support:CreateCase",
        "support:DescribeCases",
        "support:DescribeCommunications",
        "support:DescribeServices",
        "support:DescribeSeverityLevels",
        "support:DescribeTrustedAdvisorChecks",
        "support:ResolveCase",
      ]
      resources = ["*"]
    }

    statement "AttachFiles" {
      description = "Attaches files to cases."
      citations   = ["164.308(a)(6)(ii)"]
      when        = var.attachments
      actions     = ["support:AddAttachmentsToSet"]
      resources   = ["*"]
    }

    statement "SeeStatus" {
      description = "Sees how things stand."
      citations   = ["164.308(a)(6)(ii)"]
      actions = [
        "cloudwatch:DescribeAlarms",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstances",
        "health:DescribeEventDetails",
        "health:DescribeEvents",
      ]
      resources = ["*"]
    }
  }

  policy "safeguards" {
    statement "DenyAttachments" {
      description = "No file goes out with a case."
      citations   = ["164.502(b)"]
      when        = !var.attachments
      effect      = "Deny"
      actions     = ["support:AddAttachmentsToSet"]
      resources   = ["*"]
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
