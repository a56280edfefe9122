regions   = [for i in range(3) : "us-east-${i}"]
places    = [for i in range(3) : { region = "us-east-${i}", account_id = "123456789012" }]
databases = [for i in range(6) : format("arn:aws:rds:us-east-1:123456789012:db:a-database-with-a-name-%02d", i)]
tables    = [for i in range(6) : format("arn:aws:dynamodb:us-east-1:123456789012:table/a-table-with-a-rather-long-name-%02d", i)]
trust {
  saml {
    provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
    mfa_enforced_by = "idp"
    mfa_evidence    = "Sign-in policy SEC-12"
  }
}
