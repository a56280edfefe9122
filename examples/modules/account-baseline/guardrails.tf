# What no administrator of the account can do, and whom its stores do not answer. Made in the management account.

data "hipaa_guardrail_policy_document" "services" {
  type = "SERVICE_CONTROL_POLICY"

  guardrails = [
    "audit_tampering", "leave_organization", "eligible_services", "root_user", "users_and_keys", "boundary_required", "boundary_protected",
    "key_deletion", "transport", "encryption", "regions", "sharing_outside", "backups", "logs", "identity_providers",
  ]

  regions                = var.approved_regions
  permissions_boundaries = values(local.boundary)
  log_groups             = ["arn:aws:logs:*:*:log-group:/audit/*"]
  exempt_principals      = var.platform_roles
}

data "hipaa_guardrail_policy_document" "resources" {
  type            = "RESOURCE_CONTROL_POLICY"
  guardrails      = ["transport", "encryption", "organization_only", "confused_deputy"]
  organization_id = var.organization_id
}

locals {
  guardrails = merge(
    { for i, document in data.hipaa_guardrail_policy_document.services.documents : "services-${i + 1}" => { type = "SERVICE_CONTROL_POLICY", document = document } },
    { for i, document in data.hipaa_guardrail_policy_document.resources.documents : "resources-${i + 1}" => { type = "RESOURCE_CONTROL_POLICY", document = document } },
  )
}

resource "aws_organizations_policy" "this" {
  provider = aws.management
  for_each = local.guardrails

  name    = "${var.name}-${each.key}"
  type    = each.value.type
  content = each.value.document
}

resource "aws_organizations_policy_attachment" "this" {
  provider = aws.management
  for_each = local.guardrails

  policy_id = aws_organizations_policy.this[each.key].id
  target_id = var.guardrail_target
}
