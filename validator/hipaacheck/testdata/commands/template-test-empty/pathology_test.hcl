test "nothing" {
  arguments {}
  permit = ["s3:GetObject"]
}

test "request" {
  allow = ["s3:GetObject"]
}
