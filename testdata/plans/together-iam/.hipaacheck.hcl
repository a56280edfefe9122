organization {
  accounts = { prod = "123456789012" }
  aliases  = { aws = "123456789012" }
}

phi {
  tags = { DataClassification = ["phi"] }
}
