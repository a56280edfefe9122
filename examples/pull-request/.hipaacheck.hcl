# What hipaacheck needs to know of this organisation; see docs for every block.

organization {
  id       = "o-exampleorg1"
  accounts = { prod = "123456789012" }
  aliases  = { aws = "123456789012" }
}

phi {
  tags      = { DataClassification = ["phi"] }
  resources = ["arn:aws:s3:::riverside-imaging*"]
}

principals {
  required_tags = ["Owner", "DataClassification", "ReviewBy"]
}

boundary {
  required = true
  allowed  = ["arn:aws:iam::123456789012:policy/phi-boundary"]
}
