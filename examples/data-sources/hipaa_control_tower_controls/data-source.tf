# What Control Tower can do for audit controls and for the integrity of records.
data "hipaa_control_tower_controls" "audit" {
  region    = "us-east-1"
  citations = ["164.312(b)", "164.312(c)(1)"]
}

# resource "aws_controltower_control" "audit" {
#   for_each           = toset(data.hipaa_control_tower_controls.audit.identifiers)
#   control_identifier = each.value
#   target_identifier  = aws_organizations_organizational_unit.clinical.arn
# }

output "control_identifiers" {
  value = data.hipaa_control_tower_controls.audit.identifiers
}
