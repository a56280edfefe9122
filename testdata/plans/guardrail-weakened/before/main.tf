# The guardrails, before.

resource "aws_organizations_organization" "this" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "removed" {
  name = "removed"
  type = "SERVICE_CONTROL_POLICY"

  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"], Resource = "*" }]
  })
}

resource "aws_organizations_policy_attachment" "removed" {
  policy_id = aws_organizations_policy.removed.id
  target_id = aws_organizations_organization.this.roots[0].id
}

resource "aws_organizations_policy" "loosened" {
  name = "loosened"
  type = "SERVICE_CONTROL_POLICY"

  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = ["guardduty:DeleteDetector", "config:StopConfigurationRecorder"], Resource = "*" }]
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

resource "aws_organizations_policy_attachment" "detached" {
  policy_id = aws_organizations_policy.detached.id
  target_id = aws_organizations_organization.this.roots[0].id
}

resource "aws_organizations_policy" "kept" {
  name = "kept"
  type = "SERVICE_CONTROL_POLICY"

  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "account:CloseAccount", Resource = "*" }]
  })
}

resource "aws_organizations_policy_attachment" "kept" {
  policy_id = aws_organizations_policy.kept.id
  target_id = aws_organizations_organization.this.roots[0].id
}
