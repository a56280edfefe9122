regions           = [for i in range(3) : "us-east-${i}"]
places            = [for i in range(2) : { region = "us-east-${i}", account_id = "123456789012" }]
hosted_zones      = [for i in range(12) : format("arn:aws:route53:::hostedzone/Z00000000000000000%02d", i)]
firewall_policies = [for i in range(5) : format("arn:aws:network-firewall:us-east-1:123456789012:firewall-policy/a-policy-%02d", i)]
