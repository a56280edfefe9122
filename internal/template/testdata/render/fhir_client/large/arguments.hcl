regions = [for i in range(3) : "us-east-${i}"]

healthlake_datastores = [for i in range(12) : format("arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0123456789abcdef0123456789abcd%02d", i)]
secrets               = [for i in range(10) : format("arn:aws:secretsmanager:us-east-1:123456789012:secret:application/a-secret-%02d-AbCdEf", i)]
keys                  = [for i in range(10) : format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d", i)]
trust {
  service {
    services        = ["lambda.amazonaws.com"]
    source_accounts = ["123456789012"]
  }
  vendor {
    principals   = ["arn:aws:iam::111122223333:role/interface-engine"]
    external_id  = "hospital-7f3a91"
    contract_end = "2027-06-30T00:00:00Z"
    source_ips   = ["203.0.113.0/24"]
  }
}
