finding "acme" {
  adress = "x"
}
