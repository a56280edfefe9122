resource "hipaa_database_administrator_role" "example" {
  name                 = "database-administrator"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-ops"
  justification        = "Database administrator"

  regions   = ["us-east-1"]
  places    = [{ region = "us-east-1", account_id = "123456789012" }]
  databases = ["arn:aws:rds:us-east-1:123456789012:db:ehr"]
  tables    = ["arn:aws:dynamodb:us-east-1:123456789012:table/charts"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}
