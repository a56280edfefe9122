regions               = ["us-east-1"]
healthlake_datastores = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0a1b2c"]
secrets               = ["arn:aws:secretsmanager:us-east-1:123456789012:secret:app-AbCdEf"]
keys                  = ["arn:aws:kms:us-east-1:123456789012:key/1"]

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
