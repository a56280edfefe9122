guardrails {
  scp = [["guardrails/*.json"]]
}
