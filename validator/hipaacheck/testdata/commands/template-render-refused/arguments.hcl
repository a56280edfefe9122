slides = "arn:aws:s3:::*"
trust {
  mfa {
    users = []
  }
}
