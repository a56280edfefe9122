baa {
  accounts = ["123456789012"]
}
