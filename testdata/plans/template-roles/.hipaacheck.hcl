# Read by the provider while planning and by hipaacheck in review: one set of rules.

organization {
  id       = "o-exampleorg1"
  accounts = { clinic = "123456789012" }
  aliases  = { hipaa = "123456789012" }
}

phi {
  tags      = { DataClassification = ["phi"] }
  resources = ["arn:aws:s3:::cardiology-*", "arn:aws:healthlake:*:123456789012:datastore/*"]
}

principals {
  required_tags = ["Owner", "DataClassification", "ReviewBy"]
}

trust {
  identity_provider "arn:aws:iam::123456789012:saml-provider/Workforce" { enforces_mfa = true }
}

boundary {
  required = true
  allowed = [
    "arn:aws:iam::123456789012:policy/phi-workforce",
    "arn:aws:iam::123456789012:policy/emergency",
    "arn:aws:iam::123456789012:policy/nophi-kms",
  ]
}
