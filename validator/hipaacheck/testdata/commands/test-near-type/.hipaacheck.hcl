check "acme-no-pass" {
  resources   = ["aws_iam_roll"]
  condition   = !allows(resource, "iam:PassRole", "arn:aws:iam::*:role/*")
  message     = "${resource.name} (${resource.arn}) may pass roles"
  severity    = "high"
  citations   = ["164.312(a)(1)"]
  nist        = ["AC-6"]
  remediation = "Name the roles."
}

check "acme-named" {
  resources = ["aws_iam_role"]
  condition = startswith(resource.name, "acme-")
  message   = "${resource.name} does not begin with acme-"
}

check "acme-typo" {
  resources = ["aws_iam_role"]
  condition = resource.nme == "a"
  message   = "never written"
  severity  = "low"
}

rule "acme-named" { severity = "low" }

waiver "acme-typo" {
  address = "*"
  expires = "2027-01-31"
}
