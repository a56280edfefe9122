organization {
  accounts = { hospital = "123456789012" }
  aliases  = { hipaa = "123456789012" }
}

phi {
  tags      = { DataClassification = ["phi"] }
  resources = ["arn:aws:s3:::hospital-exchange"]
}

trust {
  external_account "111122223333" {
    name        = "Transcription service"
    external_id = true
    baa         = "2026-02-01"
  }
}

boundary { required = true }
