phi {
 tags = { A = ["b"] }
   resources=["*"]
}
