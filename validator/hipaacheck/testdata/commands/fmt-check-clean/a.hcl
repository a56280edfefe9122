phi {
  tags = { A = ["b"] }
}
