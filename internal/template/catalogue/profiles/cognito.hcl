# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0


profile "cognito@1" {
  title     = "Signed-in users of a Cognito identity pool"
  purpose   = "Patients who have signed in through one identity pool. Guests, who have not, get no role."
  citations = ["164.312(d)", "164.312(a)(2)(i)"]
  people    = false

  parameter "identity_pool_id" {
    type        = string
    description = "Identifier of the identity pool, REGION:UUID."
    validation {
      condition = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+:[0-9a-f-]{36}$", var.identity_pool_id))
      message   = "must be the identifier of an identity pool, as in us-east-1:11111111-2222-3333-4444-555555555555"
    }
  }

  statement "SignedInPatients" {
    description = "Signed-in users of the one pool."
    actions     = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["cognito-identity.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "cognito-identity.amazonaws.com:aud"
      values   = [var.identity_pool_id]
    }
    condition {
      test     = "ForAnyValue:StringLike"
      variable = "cognito-identity.amazonaws.com:amr"
      values   = ["authenticated"]
    }
  }
}
