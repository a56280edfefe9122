# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "identity_administrator" {
  version = "1.1.0"
  title   = "Administrator of access"
  purpose = "Gives access to others and takes it away, by assignments of named permission sets; never to what it guards itself. Approval of each change lies outside of IAM."
  citations = [
    "164.308(a)(3)(ii)(A)",
    "164.308(a)(3)(ii)(B)",
    "164.308(a)(3)(ii)(C)",
    "164.308(a)(4)(ii)(B)",
    "164.308(a)(4)(ii)(C)",
    "164.312(d)",
  ]

  tags = {
    JobFunction        = "IdentityAdministrator"
    DataClassification = "CompanyConfidential"
  }

  trust "mfa@1" {
    max_age = 900
    validation {
      condition = var.max_age <= 900
      message   = "administration of access asks for a second factor shown within 900 seconds; give max_age of at most that"
    }
  }

  limits {
    session     = "1h"
    max_session = "1h"
    boundary    = "nophi-identity"
  }

  parameter "assignments" {
    type        = list(string)
    description = "ARNs of what may be assigned: the instance of Identity Center, its permission sets and the accounts, arn:aws:sso:::instance/…, arn:aws:sso:::permissionSet/…, arn:aws:sso:::account/…."
    validation {
      condition = length(var.assignments) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for a in var.assignments : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", a))])
      message   = "must be ARNs"
    }
  }

  parameter "own_permission_sets" {
    type        = list(string)
    default     = []
    description = "ARNs of the permission sets that administrators have themselves. They are never assigned here."
    validation {
      condition = alltrue([for a in var.own_permission_sets : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", a))])
      message   = "must be ARNs"
    }
  }

  parameter "groups" {
    type        = list(string)
    default     = []
    description = "ARNs of groups whose members may be changed, and of the identity store, arn:aws:identitystore::ACCOUNT:identitystore/ID."
    validation {
      condition = alltrue([for a in var.groups : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", a))])
      message   = "must be ARNs"
    }
  }

  parameter "users" {
    type        = list(string)
    default     = []
    wildcards   = true
    description = "ARN patterns of IAM users whose keys and passwords may be taken away."
  }

  policy "access" {
    statement "SeeIdentities" {
      description = "Sees who there is."
      citations   = ["164.308(a)(4)(ii)(C)"]
      actions = [
        "iam:GetUser",
        "iam:ListAccessKeys",
        "iam:ListUsers",
        "identitystore:DescribeGroup",
        "identitystore:DescribeUser",
        "identitystore:ListGroupMemberships",
        "identitystore:ListGroups",
        "identitystore:ListUsers",
        "sso:DescribePermissionSet",
        "sso:ListAccountAssignments",
        "sso:ListInstances",
        "sso:ListPermissionSets",
      ]
      resources = ["*"]
    }

    statement "AssignAccess" {
      description = "Assigns the named permission sets in the named accounts, and takes them back."
      citations   = ["164.308(a)(4)(ii)(B)"]
      actions     = ["sso:CreateAccountAssignment", "sso:DeleteAccountAssignment"]
      resources   = var.assignments
    }

    statement "KeepGroups" {
      description = "Changes the members of the named groups."
      citations   = ["164.308(a)(4)(ii)(C)"]
      when        = length(var.groups) > 0
      actions     = ["identitystore:CreateGroupMembership", "identitystore:DeleteGroupMembership"]
      resources   = var.groups
    }

    statement "EndAccess" {
      description = "Takes keys and passwords away when somebody leaves."
      citations   = ["164.308(a)(3)(ii)(C)"]
      when        = length(var.users) > 0
      actions     = ["iam:DeleteAccessKey", "iam:DeleteLoginProfile"]
      resources   = var.users
    }
  }

  policy "safeguards" {
    statement "DenyOwnAccess" {
      description = "Administrators are made by others."
      citations   = ["164.308(a)(4)(ii)(B)"]
      when        = length(var.own_permission_sets) > 0
      effect      = "Deny"
      actions     = ["sso:CreateAccountAssignment"]
      resources   = var.own_permission_sets
    }

    statement "DenyChangedSets" {
      description = "What a permission set allows is decided by others."
      citations   = ["164.308(a)(4)(ii)(B)"]
      effect      = "Deny"
      actions = [
        "sso:AttachCustomerManagedPolicyReferenceToPermissionSet",
        "sso:AttachManagedPolicyToPermissionSet",
        "sso:DeletePermissionsBoundaryFromPermissionSet",
        "sso:PutInlinePolicyToPermissionSet",
        "sso:PutPermissionsBoundaryToPermissionSet",
      ]
      resources = ["*"]
    }

    include "phi@2" {}
    include "tls@1" {}
    include "audit@1" {}
    include "iam@1" {}
    include "boundary@1" {
      boundary = role.permissions_boundary
    }
    include "kms@1" {}
    include "chain@1" {}
  }

  accepts "ineligible-service" {
    reason = "The identity store holds who works here, and no patient's record. The list of eligible services tells nothing of it."
  }

  changelog "1.1.0" {
    date  = "2026-11-28"
    notes = ["Accepts ineligible-service for the identity store, with its reason."]
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
