trust {
  mfa = "sometimes"
}

guardrail {}
