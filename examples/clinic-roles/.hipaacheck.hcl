organization {
  accounts = { clinic = "123456789012" }
  aliases  = { hipaa = "123456789012" }
}

phi {
  tags = { DataClassification = ["phi"] }
  resources = [
    "arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0123456789abcdef0123456789abcdef",
    "arn:aws:medical-imaging:us-east-1:123456789012:datastore/fedcba9876543210fedcba9876543210",
    "arn:aws:s3:::clinic-letters", "arn:aws:s3:::clinic-claims", "arn:aws:s3:::clinic-ehr", "arn:aws:s3:::clinic-dicom-*", "arn:aws:s3:::clinic-exchange", "arn:aws:s3:::clinic-portal",
    "arn:aws:dynamodb:us-east-1:123456789012:table/charts",
  ]
}

principals {
  required_tags = ["Owner", "DataClassification", "ReviewBy"]
  review_tag    = "ReviewBy"
  max_review    = { phi = "90d", other = "365d" }
}

trust {
  external_account "111122223333" {
    name        = "Transcription service"
    external_id = true
    baa         = "2026-02-01"
  }
  identity_provider "arn:aws:iam::123456789012:saml-provider/Workforce" { enforces_mfa = true }
}

boundary { required = true }
