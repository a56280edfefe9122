boundary {
  required = true
  allowed  = ["arn:aws:iam::123456789012:policy/phi-boundary"]
}
