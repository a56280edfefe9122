regions           = ["us-east-1"]
places            = [{ region = "us-east-1", account_id = "123456789012" }]
hosted_zones      = ["arn:aws:route53:::hostedzone/Z1"]
firewall_policies = ["arn:aws:network-firewall:us-east-1:123456789012:firewall-policy/main"]
