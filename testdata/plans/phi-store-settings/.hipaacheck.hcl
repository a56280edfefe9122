phi {
  tags = { DataClassification = ["phi"] }
}
