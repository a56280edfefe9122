trust {
  mfa = "always"
}
