// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"strings"
	"sync"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// permissionsManagementWildcardAsks is what permissions-management-wildcard asks about.
var permissionsManagementWildcardAsks = &unnamed{rule: "permissions-management-wildcard", says: "change permissions on any resource of a type", actions: permissionsManagement}

// permissionsManagementWildcard: a principal breaks it when an action whose access
// level is permissions management is open to it on a resource that no policy
// names. Left out are actions that cannot be limited to resources, and those
// bound by what somebody else has limited: a demanded boundary, a named policy,
// grants for AWS resources only.
var _ = register(&Rule{
	Name:     "permissions-management-wildcard",
	Title:    "Permissions of every resource may be changed",
	Severity: high,
	Description: "Who can change the permissions of any resource can open it to anybody, the Internet included, without reading one record. " +
		"What was reviewed about access then holds only until the next call.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(4)(i)", "164.502(b)", "164.308(a)(3)(i)"},
	NIST:      []string{"AC-3", "AC-5", "AC-6"},
	Fix:       "Name the resources whose permissions are managed, and keep such actions to a role for that duty.",
	Bad: `resource "aws_iam_role_policy" "app" {
  role = aws_iam_role.app.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:PutBucketPolicy", "s3:PutBucketAcl"]
      Resource = "*"
    }]
  })
}`,
	Good: `resource "aws_iam_role_policy" "app" {
  role = aws_iam_role.app.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:PutBucketPolicy", "s3:PutBucketAcl"]
      Resource = "arn:aws:s3:::build-artifacts"
    }]
  })
}`,
	here: func(c *checker, v *violation) string {
		return c.narrowed(v, permissionsManagementWildcardAsks.actions())
	},
	find: func(c *checker, side *account.Account) []*violation {
		return permissionsManagementWildcardAsks.find(c, side)
	},
	worse: func(c *checker, before, after *violation) bool {
		return permissionsManagementWildcardAsks.worse(c, before, after)
	},
})

// changesPermissions reports whether an action of that access level opens
// something. AWS gives the level also to some actions that only read, that bind a
// network interface to a service, or that let a service deliver its own logs.
func changesPermissions(name string) bool {
	for _, verb := range []string{"Get", "Describe", "List", "Search", "BatchGet", "View", "AllowVendedLogDelivery"} {
		if strings.HasPrefix(name, verb) {
			return false
		}
	}
	return !strings.HasSuffix(name, "NetworkInterfacePermission") && name != "AccessDSData" && name != "AuthorizeAction"
}

// sharing are actions that open something to others and that AWS counts as writing:
// to make an image or a snapshot public, to share by RAM, to assign a permission set.
var sharing = []string{
	"ec2:ModifyImageAttribute", "rds:ModifyDBSnapshotAttribute", "rds:ModifyDBClusterSnapshotAttribute", "ram:AssociateResourceShare", "ram:UpdateResourceShare",
	"sso:CreateAccountAssignment", "sso:PutInlinePolicyToPermissionSet",
}

// permissionsManagement lists the actions of that access level which can be
// limited to resources, and those that share.
var permissionsManagement = sync.OnceValue(func() []string {
	var out []string
	for _, prefix := range reference.Services() {
		s, ok := reference.LookupService(prefix)
		if !ok {
			continue
		}
		for _, a := range s.Actions {
			if a.Level.Has(reference.PermissionsManagement) && len(a.Resources) > 0 && changesPermissions(a.Name) {
				out = append(out, s.Prefix+":"+a.Name)
			}
		}
	}
	return append(out, sharing...)
})
