# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

block "kms@1" {
  title     = "Keys stay as they are"
  purpose   = "Keys are neither disabled, scheduled for deletion, stripped of rotation nor handed to others: losing a key loses the records under it."
  citations = ["164.312(a)(2)(iv)", "164.312(c)(1)", "164.308(a)(7)(i)"]

  statement "DenyKeyChange" {
    description = "Keys are changed by their administrators alone."
    effect      = "Deny"
    actions = [
      "kms:DeleteAlias",
      "kms:DeleteImportedKeyMaterial",
      "kms:DisableKey",
      "kms:DisableKeyRotation",
      "kms:PutKeyPolicy",
      "kms:ScheduleKeyDeletion",
    ]
    resources = ["*"]
  }

  statement "DenyKeyGrants" {
    description = "A key is lent to AWS services alone."
    effect      = "Deny"
    actions     = ["kms:CreateGrant"]
    resources   = ["*"]
    condition {
      test     = "BoolIfExists"
      variable = "kms:GrantIsForAWSResource"
      values   = ["false"]
    }
  }
}
