organization {
  id       = "o-exampleorg1"
  accounts = { prod = "123456789012" }
  aliases  = { aws = "123456789012" }
}

phi {
  tags      = { DataClassification = ["phi"] }
  resources = ["arn:aws:s3:::cardiology-*"]
}
