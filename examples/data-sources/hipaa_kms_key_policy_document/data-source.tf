# The key that protects records: kept by one role, used by others, and through S3 alone.
data "hipaa_kms_key_policy_document" "records" {
  account_id      = "123456789012"
  organization_id = "o-a1b2c3d4e5"

  administrators          = ["arn:aws:iam::123456789012:role/key-administrator"]
  deletion_administrators = ["arn:aws:iam::123456789012:role/security-officer"]
  users                   = ["arn:aws:iam::123456789012:role/clinician", "arn:aws:iam::123456789012:role/records-application"]
  via_services            = ["s3.us-east-1.amazonaws.com"]

  # The trail's log group is under the same key.
  services = [{
    principal          = "logs.us-east-1.amazonaws.com"
    source_accounts    = []
    encryption_context = { "aws:logs:arn" = ["arn:aws:logs:us-east-1:123456789012:log-group:/audit/*"] }
  }]
}

# resource "aws_kms_key" "records" {
#   enable_key_rotation     = true
#   deletion_window_in_days = 30
#   policy                  = data.hipaa_kms_key_policy_document.records.json
# }

output "key_policy" {
  value = data.hipaa_kms_key_policy_document.records.json
}
