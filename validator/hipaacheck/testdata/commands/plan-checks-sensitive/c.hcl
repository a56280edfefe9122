check "acme-body" {
  resources = ["aws_iam_policy", "aws_iam_role_policy"]
  condition = !strcontains(resource.policy, "2012-10-17") && document(resource).Version == ""
  message   = "The policy says ${resource.policy}"
}

check "acme-number" {
  resources = ["aws_iam_policy", "aws_iam_role_policy"]
  condition = parseint(resource.policy, 10) > 1
  message   = "m"
}

check "acme-regex" {
  resources = ["aws_iam_policy", "aws_iam_role_policy"]
  condition = document(resource).Version < 3 && tonumber(jsonencode(document(resource))) > 1
  message   = "m"
}
