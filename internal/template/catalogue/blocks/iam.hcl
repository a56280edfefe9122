# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

block "iam@1" {
  title     = "No change to who may do what"
  purpose   = "No credentials are made, no policy, trust or identity provider is changed, and no role is passed to a service but those that the template lists."
  citations = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]

  parameter "pass_roles" {
    type        = list(string)
    default     = []
    description = "ARNs of roles that may be passed to a service."
  }

  statement "DenyIdentityChange" {
    description = "Access is granted by others."
    effect      = "Deny"
    actions = [
      "iam:AddUserToGroup",
      "iam:AttachGroupPolicy",
      "iam:AttachRolePolicy",
      "iam:AttachUserPolicy",
      "iam:CreateAccessKey",
      "iam:CreateLoginProfile",
      "iam:CreateOpenIDConnectProvider",
      "iam:CreatePolicyVersion",
      "iam:CreateSAMLProvider",
      "iam:CreateServiceSpecificCredential",
      "iam:CreateUser",
      "iam:DeactivateMFADevice",
      "iam:PutGroupPolicy",
      "iam:PutRolePolicy",
      "iam:PutUserPolicy",
      "iam:SetDefaultPolicyVersion",
      "iam:UpdateAccountPasswordPolicy",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateLoginProfile",
      "iam:UpdateSAMLProvider",
    ]
    resources = ["*"]
  }

  statement "DenyPassRole" {
    description = "No role is passed to a service."
    when        = length(var.pass_roles) == 0
    effect      = "Deny"
    actions     = ["iam:PassRole"]
    resources   = ["*"]
  }

  statement "DenyPassOtherRoles" {
    description   = "No other role is passed to a service."
    when          = length(var.pass_roles) > 0
    effect        = "Deny"
    actions       = ["iam:PassRole"]
    not_resources = var.pass_roles
  }
}
