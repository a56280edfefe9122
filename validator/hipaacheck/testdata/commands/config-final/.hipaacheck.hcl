extends = "platform/hipaacheck.hcl"

boundary {
  required = false
}

limits {
  pasword = { length = 8 }
}
