# What no administrator of a member account may do.
data "hipaa_guardrail_policy_document" "services" {
  type = "SERVICE_CONTROL_POLICY"

  guardrails = [
    "audit_tampering", "leave_organization", "eligible_services", "root_user", "users_and_keys", "boundary_required", "boundary_protected",
    "key_deletion", "transport", "encryption", "regions", "sharing_outside", "backups", "logs", "identity_providers",
  ]

  regions                = ["us-east-1", "us-west-2"]
  permissions_boundaries = ["arn:aws:iam::*:policy/phi-workload", "arn:aws:iam::*:policy/nophi-ops"]
  log_groups             = ["arn:aws:logs:*:*:log-group:/audit/*"]

  # The pipeline that sets up accounts, and who takes care of backups.
  exempt_principals = ["arn:aws:iam::*:role/platform/deploy"]
  exemptions        = { backups = ["arn:aws:iam::*:role/platform/backup-administrator"] }
}

# Whom no store, key or role of a member account answers.
data "hipaa_guardrail_policy_document" "resources" {
  type            = "RESOURCE_CONTROL_POLICY"
  guardrails      = ["transport", "encryption", "organization_only", "confused_deputy"]
  organization_id = "o-a1b2c3d4e5"
}

# resource "aws_organizations_policy" "services" {
#   for_each = { for i, document in data.hipaa_guardrail_policy_document.services.documents : i => document }
#   name     = "hipaa-services-${each.key}"
#   type     = "SERVICE_CONTROL_POLICY"
#   content  = each.value
# }

output "why_each_statement" {
  value = { for s in data.hipaa_guardrail_policy_document.services.statements : s.sid => s.citations... }
}
