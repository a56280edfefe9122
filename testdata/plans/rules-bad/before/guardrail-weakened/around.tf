# What the example refers to.

resource "aws_organizations_organization" "around" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}
