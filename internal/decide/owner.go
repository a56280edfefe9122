// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import "github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"

// ownerKey holds the account that owns the resource of a request.
const ownerKey = "aws:resourceaccount"

// unowned are the actions whose requests do not hold aws:ResourceAccount.
// Source: IAM user guide, global condition keys, as of 2023-05: "always included for
// most service actions. The following actions don't support this key".
var unowned = actionSet([]string{
	"ebs:*", "events:*",
	"ec2:AcceptTransitGatewayPeeringAttachment", "ec2:AcceptVpcEndpointConnections", "ec2:AcceptVpcPeeringConnection", "ec2:CopyFpgaImage",
	"ec2:CopyImage", "ec2:CopySnapshot", "ec2:CreateTransitGatewayPeeringAttachment", "ec2:CreateVolume", "ec2:CreateVpcEndpoint",
	"ec2:CreateVpcPeeringConnection", "ec2:DeleteTransitGatewayPeeringAttachment", "ec2:DeleteVpcPeeringConnection",
	"ec2:RejectTransitGatewayPeeringAttachment", "ec2:RejectVpcEndpointConnections", "ec2:RejectVpcPeeringConnection",
	"route53:AssociateVpcWithHostedZone", "route53:CreateVPCAssociationAuthorization", "route53:DeleteVPCAssociationAuthorization",
	"route53:DisassociateVPCFromHostedZone", "route53:ListHostedZonesByVPC",
	"workspaces:DescribeWorkspaceImages",
})

// asksForOwner reports whether some document compares the owner of the resource, or
// has it for a policy variable.
func asksForOwner(docs []*policy.Document) bool {
	for _, d := range docs {
		for _, s := range d.Statements {
			for _, c := range s.Conditions {
				if c.LowerKey() == ownerKey {
					return true
				}
			}
		}
		for name := range d.Variables() {
			if key, _, _, _ := policy.VariableOf(name); key == ownerKey {
				return true
			}
		}
	}
	return false
}

// ownerless doubles the candidates: with an account that owns the resource, and
// without, which those who have no account themselves may always be.
func ownerless(in []*candidate) []*candidate {
	out := in
	for _, c := range in {
		n := *c
		n.unowned = true
		out = append(out, &n)
	}
	return out
}
