phi {
  tags = { DataClassification = ["phi"] }
}

audit {
  tags   = { Purpose = ["audit"] }
  alarms = ["root-use", "iam-change", "failed-sign-in"]
}
