permissions_boundary  = "arn:aws:iam::123456789012:policy/ba"
regions               = [for i in range(3) : "us-east-${i}"]
baa_id                = "BAA-2026-14"
vendor_id             = "imaging-service"
expires               = "2027-06-30T00:00:00Z"
read_buckets          = [for i in range(8) : { arn = format("arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-%03d", i), prefix = "documents/discharge-letters/" }]
write_buckets         = [for i in range(8) : { arn = format("arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-%03d", i), prefix = "documents/discharge-letters/" }]
healthlake_datastores = [for i in range(8) : format("arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0123456789abcdef0123456789abcd%02d", i)]
keys                  = [for i in range(8) : format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d", i)]
trust {
  vendor {
    principals   = ["arn:aws:iam::111122223333:role/imaging-service"]
    external_id  = "hospital-7f3a91"
    contract_end = "2027-06-30T00:00:00Z"
  }
}
