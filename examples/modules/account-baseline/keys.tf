# Two keys, so that who reads the audit trail does not read records. The policies stand apart from the keys: they name roles, and the
# roles name the keys.

resource "aws_kms_key" "audit" {
  description             = "Audit records of ${var.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  tags                    = local.audit_tags
}

resource "aws_kms_key" "records" {
  description             = "Records of ${var.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  tags                    = local.records_tags
}

resource "aws_kms_alias" "this" {
  for_each = { audit = aws_kms_key.audit.key_id, records = aws_kms_key.records.key_id }

  name          = "alias/${var.name}-${each.key}"
  target_key_id = each.value
}

data "hipaa_kms_key_policy_document" "audit" {
  account_id      = var.account_id
  organization_id = var.organization_id
  administrators  = concat([local.arn.keeper], var.key_administrators)
  users           = [local.arn.auditor]
  via_services    = ["s3.${var.region}.amazonaws.com"]

  services = [
    {
      principal          = "cloudtrail.amazonaws.com"
      source_arns        = [local.arn.trail]
      encryption_context = { "aws:cloudtrail:arn" = ["arn:aws:cloudtrail:*:${var.account_id}:trail/*"] }
    },
    {
      principal          = "logs.${var.region}.amazonaws.com"
      source_accounts    = []
      encryption_context = { "aws:logs:arn" = [local.arn.log_group] }
    },
    { principal = "cloudwatch.amazonaws.com", source_arns = [local.arn.alarms] },
    { principal = "config.amazonaws.com" },
  ]
}

resource "aws_kms_key_policy" "audit" {
  key_id = aws_kms_key.audit.key_id
  policy = data.hipaa_kms_key_policy_document.audit.json

  depends_on = [hipaa_auditor_role.this, hipaa_kms_key_administrator_role.this]
}

data "hipaa_kms_key_policy_document" "records" {
  account_id      = var.account_id
  organization_id = var.organization_id
  administrators  = concat([local.arn.keeper], var.key_administrators)
  users           = [local.arn.clinician, local.arn.application, local.arn.break_glass]
  via_services    = ["s3.${var.region}.amazonaws.com"]
}

resource "aws_kms_key_policy" "records" {
  key_id = aws_kms_key.records.key_id
  policy = data.hipaa_kms_key_policy_document.records.json

  depends_on = [hipaa_clinician_role.this, hipaa_application_role.this, hipaa_break_glass_role.this, hipaa_kms_key_administrator_role.this]
}
