principals {
  required_tags = ["Owner", "DataClassification", "ReviewBy"]
}
