organization {
  accounts = { prod = "123456789012" }
}
