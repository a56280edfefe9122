# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "network_administrator" {
  version   = "1.0.0"
  kind      = "document"
  title     = "Network administrator"
  purpose   = "Changes routes, groups, endpoints and firewalls, and opens no way to the internet. These are documents for a permission set of IAM Identity Center, which owns the role."
  citations = ["164.312(e)(1)", "164.308(a)(4)(ii)(B)"]

  parameter "regions" {
    type        = list(string)
    description = "The Regions to work in. Nothing regional is allowed outside of them."
    validation {
      condition = length(var.regions) > 0
      message   = "give at least one Region"
    }
    validation {
      condition = alltrue([for r in var.regions : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", r))])
      message   = "must be names of Regions, as in us-east-1"
    }
  }

  parameter "places" {
    nesting     = "list"
    description = "Regions and accounts of the networks."
    attribute "region" {
      type        = string
      description = "Region, as in us-east-1."
    }
    attribute "account_id" {
      type        = string
      description = "Account, twelve digits."
    }
    validation {
      condition = length(var.places) > 0
      message   = "names nothing: give at least one"
    }
    validation {
      condition = alltrue([for p in var.places : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", p.region)) && can(regex("^[0-9]{12}$", p.account_id))])
      message   = "must be a Region, as in us-east-1, and an account of twelve digits"
    }
  }

  parameter "hosted_zones" {
    type        = list(string)
    default     = []
    description = "ARNs of Route 53 hosted zones whose records may be changed."
    validation {
      condition = alltrue([for a in var.hosted_zones : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", a))])
      message   = "must be ARNs"
    }
  }

  parameter "firewall_policies" {
    type        = list(string)
    default     = []
    description = "ARNs of policies of Network Firewall that may be changed."
    validation {
      condition = alltrue([for a in var.firewall_policies : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", a))])
      message   = "must be ARNs"
    }
  }

  policy "access" {
    statement "SeeNetworks" {
      description = "Sees the networks."
      citations   = ["164.312(b)"]
      actions = [
        "ec2:DescribeFlowLogs",
        "ec2:DescribeNetworkAcls",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroupRules",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcEndpoints",
        "ec2:DescribeVpcs",
        "network-firewall:ListFirewallPolicies",
        "route53:ListHostedZones",
      ]
      resources = ["*"]
    }

    statement "ChangeNetworks" {
      description = "Changes routes, groups and endpoints."
      citations   = ["164.312(e)(1)"]
      actions = [
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateRoute",
        "ec2:CreateVpcEndpoint",
        "ec2:DeleteRoute",
        "ec2:ModifySecurityGroupRules",
        "ec2:RevokeSecurityGroupIngress",
      ]
      resources = flatten([for p in var.places : [for k in ["route-table", "security-group", "security-group-rule", "subnet", "vpc", "vpc-endpoint"] : "arn:${aws.partition}:ec2:${p.region}:${p.account_id}:${k}/*"]])
    }

    statement "ChangeNames" {
      description = "Changes records of the named zones."
      citations   = ["164.312(e)(1)"]
      when        = length(var.hosted_zones) > 0
      actions     = ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"]
      resources   = var.hosted_zones
    }

    statement "ChangeFirewalls" {
      description = "Changes the named firewall policies."
      citations   = ["164.312(e)(1)"]
      when        = length(var.firewall_policies) > 0
      actions     = ["network-firewall:DescribeFirewallPolicy", "network-firewall:UpdateFirewallPolicy"]
      resources   = var.firewall_policies
    }
  }

  policy "safeguards" {
    statement "DenyInternetGateways" {
      description = "No new way to the internet."
      citations   = ["164.312(e)(1)"]
      effect      = "Deny"
      actions = [
        "ec2:AttachInternetGateway",
        "ec2:CreateEgressOnlyInternetGateway",
        "ec2:CreateInternetGateway",
      ]
      resources = ["*"]
    }

    include "phi@2" {}
    include "tls@1" {}
    include "region@1" {
      regions = var.regions
    }
    include "audit@1" {}
    include "iam@1" {}
    include "kms@1" {}
    include "chain@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
