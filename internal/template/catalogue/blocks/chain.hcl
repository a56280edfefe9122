# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

block "chain@1" {
  title     = "No way on to another role"
  purpose   = "A session cannot assume a further role and so leave its own limits."
  citations = ["164.312(a)(1)", "164.312(a)(2)(i)"]

  statement "DenyRoleChaining" {
    description = "The session ends where it began."
    effect      = "Deny"
    actions     = ["sts:AssumeRole"]
    resources   = ["*"]
  }
}
