resource "hipaa_vendor_role" "example" {
  name                 = "vendor"
  permissions_boundary = "arn:aws:iam::123456789012:policy/ba"
  justification        = "Business associate"

  regions               = ["us-east-1"]
  baa_id                = "BAA-2026-14"
  vendor_id             = "imaging-service"
  expires               = "2027-06-30T00:00:00Z"
  read_buckets          = [{ arn = "arn:aws:s3:::vendor-exchange", prefix = "out/" }]
  write_buckets         = [{ arn = "arn:aws:s3:::vendor-exchange", prefix = "in/" }]
  healthlake_datastores = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0a1b2c"]
  keys                  = ["arn:aws:kms:us-east-1:123456789012:key/1"]

  trust {
    vendor {
      principals   = ["arn:aws:iam::111122223333:role/imaging-service"]
      external_id  = "hospital-7f3a91"
      contract_end = "2027-06-30T00:00:00Z"
    }
  }
}
