check "acme-body" {
  resources = ["aws_iam_policy", "aws_iam_role_policy"]
  condition = !strcontains(resource.policy, "2012-10-17") && document(resource).Version == ""
  message   = "The policy says ${resource.policy}"
}
