# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

block "boundary@1" {
  title     = "The permissions boundary holds"
  purpose   = "Permissions boundaries are neither removed, replaced by another, nor edited."
  citations = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]

  parameter "boundary" {
    type        = string
    description = "ARN of the permissions boundary that is the mandated one; null where there is none, and then no boundary can be set at all."
    default     = null
  }

  statement "DenyBoundaryRemoval" {
    description = "No boundary is taken off."
    effect      = "Deny"
    actions     = ["iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary"]
    resources   = ["*"]
  }

  statement "DenyOtherBoundary" {
    description = "No boundary but the mandated one is set."
    effect      = "Deny"
    actions     = ["iam:PutRolePermissionsBoundary", "iam:PutUserPermissionsBoundary"]
    resources   = ["*"]
    condition {
      when     = var.boundary != null
      test     = "StringNotEquals"
      variable = "iam:PermissionsBoundary"
      values   = [var.boundary]
    }
  }

  statement "DenyBoundaryEdit" {
    description = "The mandated boundary keeps its text."
    when        = var.boundary != null
    effect      = "Deny"
    actions = [
      "iam:CreatePolicyVersion",
      "iam:DeletePolicy",
      "iam:DeletePolicyVersion",
      "iam:SetDefaultPolicyVersion",
    ]
    resources = [var.boundary]
  }
}
