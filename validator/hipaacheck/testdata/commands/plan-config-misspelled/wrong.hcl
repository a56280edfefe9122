principals {
  required_tag = ["Owner"]
}

rule "trust-publik" {
  severity = "hihg"
}
