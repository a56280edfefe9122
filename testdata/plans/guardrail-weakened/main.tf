# A policy removed, one that denies less, one taken off the root, and one that denies more in other words.
# Expect guardrail-weakened at aws_organizations_policy.removed, aws_organizations_policy.loosened and
# aws_organizations_policy_attachment.detached, and guardrail-missing as low.

resource "aws_organizations_organization" "this" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "loosened" {
  name = "loosened"
  type = "SERVICE_CONTROL_POLICY"

  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = ["guardduty:DeleteDetector"], Resource = "*" }]
  })
}

resource "aws_organizations_policy_attachment" "loosened" {
  policy_id = aws_organizations_policy.loosened.id
  target_id = aws_organizations_organization.this.roots[0].id
}

resource "aws_organizations_policy" "detached" {
  name = "detached"
  type = "SERVICE_CONTROL_POLICY"

  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "organizations:LeaveOrganization", Resource = "*" }]
  })
}

resource "aws_organizations_policy" "kept" {
  name = "kept"
  type = "SERVICE_CONTROL_POLICY"

  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = ["ACCOUNT:closeaccount", "account:Put*"], Resource = "*" }]
  })
}

resource "aws_organizations_policy_attachment" "kept" {
  policy_id = aws_organizations_policy.kept.id
  target_id = aws_organizations_organization.this.roots[0].id
}
