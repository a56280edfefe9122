# Letters to patients: one application writes them, clinicians read them, nobody else does.
data "hipaa_store_policy_document" "letters" {
  type            = "bucket"
  arn             = "arn:aws:s3:::hospital-letters"
  account_id      = "123456789012"
  organization_id = "o-a1b2c3d4e5"
  key_arn         = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  readers = ["arn:aws:iam::123456789012:role/clinician"]
  writers = ["arn:aws:iam::123456789012:role/records-application"]
}

# The bucket to which CloudTrail writes.
data "hipaa_store_policy_document" "trail" {
  type       = "bucket"
  arn        = "arn:aws:s3:::hospital-audit"
  account_id = "123456789012"
  readers    = ["arn:aws:iam::123456789012:role/log-archive-reader"]

  services = [{
    principal   = "cloudtrail.amazonaws.com"
    access      = "write"
    prefix      = "AWSLogs/123456789012/"
    source_arns = ["arn:aws:cloudtrail:us-east-1:123456789012:trail/main"]
  }]
}

# resource "aws_s3_bucket_policy" "letters" {
#   bucket = "hospital-letters"
#   policy = data.hipaa_store_policy_document.letters.json
# }

output "letters_policy" {
  value = data.hipaa_store_policy_document.letters.json
}
