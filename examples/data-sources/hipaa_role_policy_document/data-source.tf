# Documents for a permission set of IAM Identity Center, which owns the role.
data "hipaa_role_policy_document" "network" {
  template = "network_administrator"

  arguments = {
    regions      = ["us-east-1"]
    places       = [{ region = "us-east-1", account_id = "123456789012" }]
    hosted_zones = ["arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ"]
  }
}

output "network_policies" {
  value = data.hipaa_role_policy_document.network.policies
}
