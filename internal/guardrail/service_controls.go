// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package guardrail

import (
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// serviceControls limit what the principals of member accounts may do.
// Sources: aws-samples/service-control-policy-examples (2026-04),
// data-perimeter-policy-examples (2026-03), and the guardrails of the Landing Zone
// Accelerator for Healthcare; what departs from them says why.
var serviceControls = []*Guardrail{
	{
		Name: "audit_tampering", Kind: policy.SCP, Exempts: true,
		Title:     "Audit and detection go on",
		Purpose:   "Trails, recorders, detectors and analyzers are neither stopped, narrowed nor deleted.",
		Citations: []string{"164.312(b)", "164.308(a)(1)(ii)(D)"},
		statements: func(Arguments) []*template.Statement {
			return []*template.Statement{
				deny("DenyTrailChange", "The trail goes on and keeps its records.", []string{
					"cloudtrail:DeleteEventDataStore", "cloudtrail:DeleteTrail", "cloudtrail:DeregisterOrganizationDelegatedAdmin", "cloudtrail:PutEventSelectors",
					"cloudtrail:StopEventDataStoreIngestion", "cloudtrail:StopLogging", "cloudtrail:UpdateEventDataStore", "cloudtrail:UpdateTrail",
				}),
				deny("DenyDetectionOff", "What watches the account goes on watching.", []string{
					"access-analyzer:DeleteAnalyzer", "config:DeleteConfigRule", "config:DeleteConfigurationRecorder", "config:DeleteDeliveryChannel", "config:DeleteRetentionConfiguration",
					"config:StopConfigurationRecorder", "detective:DeleteGraph", "ec2:DeleteFlowLogs", "guardduty:DeleteDetector", "guardduty:DeleteMembers",
					"guardduty:DisassociateFromAdministratorAccount", "guardduty:DisassociateFromMasterAccount", "guardduty:DisassociateMembers",
					"guardduty:StopMonitoringMembers", "guardduty:UpdateDetector", "inspector2:Disable", "macie2:DisableMacie", "macie2:DisassociateFromAdministratorAccount",
					"securityhub:DisableSecurityHub", "securityhub:DisableSecurityHubV2", "securityhub:DisassociateFromAdministratorAccount",
				}),
			}
		},
	},
	{
		Name: "leave_organization", Kind: policy.SCP,
		Title:     "Accounts stay in the organisation",
		Purpose:   "An account that leaves the organisation, or is closed, leaves every guardrail and its audit trail behind.",
		Citations: []string{"164.308(a)(1)(i)", "164.312(b)"},
		statements: func(Arguments) []*template.Statement {
			return []*template.Statement{deny("DenyLeaving", "No account leaves or is closed from within.", []string{"account:CloseAccount", "organizations:LeaveOrganization"})}
		},
	},
	{
		Name: "eligible_services", Kind: policy.SCP, Exempts: true, Takes: []string{AddServices, RemoveServices},
		Title:     "Eligible services only",
		Purpose:   "Only services on AWS's list of HIPAA eligible ones can be used, beside those without which no account can be run. It is coarse: it keeps calls back, not the flow of PHI.",
		Citations: []string{"164.308(b)(1)", "164.502(e)"},
		statements: func(a Arguments) []*template.Statement {
			return []*template.Statement{denyAllBut("DenyIneligible", "No service outside of the list.", eligible(a))}
		},
	},
	{
		Name: "root_user", Kind: policy.SCP,
		Title:     "The root user does nothing",
		Purpose:   "Nobody works as the root user of a member account. Root sessions that the management account opens (sts:AssumeRoot) go on working.",
		Citations: []string{"164.312(a)(2)(i)", "164.312(d)"},
		statements: func(a Arguments) []*template.Statement {
			return []*template.Statement{deny("DenyRoot", "Nothing as the root user.", []string{"*"},
				template.Where("ArnLike", "aws:PrincipalArn", "arn:"+a.partition()+":iam::*:root"), template.Where("Null", "aws:AssumedRoot", "true"))}
		},
	},
	{
		Name: "users_and_keys", Kind: policy.SCP, Exempts: true,
		Title:     "No users with passwords or keys",
		Purpose:   "People sign in through the identity provider. No user, password or long-lived key is made, and the password policy stays.",
		Citations: []string{"164.312(a)(2)(i)", "164.312(d)", "164.308(a)(5)(ii)(D)"},
		statements: func(Arguments) []*template.Statement {
			return []*template.Statement{deny("DenyUsersAndKeys", "No long-lived credentials.", []string{
				"iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:CreateServiceSpecificCredential", "iam:CreateUser", "iam:DeleteAccountPasswordPolicy",
				"iam:ResetServiceSpecificCredential", "iam:UpdateAccountPasswordPolicy", "iam:UpdateLoginProfile", "iam:UploadSigningCertificate", "iam:UploadSSHPublicKey",
			})}
		},
	},
	{
		Name: "boundary_required", Kind: policy.SCP, Exempts: true, Needs: []string{Boundaries},
		Title:     "Every role has a permissions boundary",
		Purpose:   "Roles and users are made, and given policies, only under one of the boundaries.",
		Citations: []string{"164.308(a)(4)(ii)(B)", "164.308(a)(3)(i)", "164.312(a)(1)"},
		statements: func(a Arguments) []*template.Statement {
			return []*template.Statement{deny("DenyUnbounded", "Nothing without a boundary.", []string{
				"iam:AttachRolePolicy", "iam:AttachUserPolicy", "iam:CreateRole", "iam:CreateUser", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy",
				"iam:PutUserPermissionsBoundary", "iam:PutUserPolicy",
			}, template.Where("ArnNotLike", "iam:PermissionsBoundary", a.Boundaries...))}
		},
	},
	{
		Name: "boundary_protected", Kind: policy.SCP, Exempts: true, Needs: []string{Boundaries},
		Title:     "The permissions boundaries stay",
		Purpose:   "Boundaries are not taken off, and their text is not changed.",
		Citations: []string{"164.308(a)(4)(ii)(B)", "164.312(a)(1)"},
		statements: func(a Arguments) []*template.Statement {
			return []*template.Statement{
				deny("DenyBoundaryRemoval", "No boundary is taken off.", []string{"iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary"}),
				on(deny("DenyBoundaryEdit", "The boundaries keep their text.", []string{"iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:SetDefaultPolicyVersion"}), a.Boundaries...),
			}
		},
	},
	{
		Name: "key_deletion", Kind: policy.SCP, Exempts: true,
		Title:     "Keys are not destroyed",
		Purpose:   "Whoever destroys a key destroys every record under it. Only who is exempted does, and not in less than thirty days.",
		Citations: []string{"164.312(a)(2)(iv)", "164.312(c)(1)", "164.308(a)(7)(ii)(A)"},
		firm:      []string{"DenyShortWindow"},
		statements: func(Arguments) []*template.Statement {
			return []*template.Statement{
				deny("DenyKeyLoss", "No key is destroyed, nor what leads to it.", []string{
					"kms:DeleteAlias", "kms:DeleteCustomKeyStore", "kms:DeleteImportedKeyMaterial", "kms:DisableKey", "kms:DisableKeyRotation", "kms:ScheduleKeyDeletion",
				}),
				deny("DenyShortWindow", "A mistake can be taken back for as long as AWS lets it.", []string{"kms:ScheduleKeyDeletion"},
					template.Where("NumericLessThan", "kms:ScheduleKeyDeletionPendingWindowInDays", "30")),
			}
		},
	},
	{
		Name: "transport", Kind: policy.SCP,
		Title:     "Encrypted transport",
		Purpose:   "No call is made without TLS, nor to S3 with a version of it that is outdated.",
		Citations: []string{"164.312(e)(1)", "164.312(e)(2)(ii)"},
		statements: func(Arguments) []*template.Statement {
			return []*template.Statement{
				deny("DenyInsecureTransport", "Nothing without TLS.", []string{"*"}, template.Where("Bool", "aws:SecureTransport", "false")),
				deny("DenyOldTls", "No request to S3 with TLS older than 1.2.", []string{"s3:*"}, template.Where("NumericLessThan", "s3:TlsVersion", "1.2")),
			}
		},
	},
	{
		Name: "encryption", Kind: policy.SCP, Exempts: true,
		Title:      "Encrypted storage",
		Purpose:    "Volumes, file systems and databases are made encrypted, and encryption by default is not turned off.",
		Citations:  []string{"164.312(a)(2)(iv)", "164.312(e)(2)(ii)"},
		statements: encryption,
	},
	{
		Name: "regions", Kind: policy.SCP, Exempts: true, Needs: []string{Regions},
		Title:     "Approved Regions only",
		Purpose:   "Regional services are used in the approved Regions alone. The rule in force names no Region; the scope of a business associate agreement and contracts with states may.",
		Citations: []string{"164.308(b)(1)", "164.312(a)(1)"},
		statements: func(a Arguments) []*template.Statement {
			return []*template.Statement{denyAllBut("DenyOtherRegions", "Nothing elsewhere, global services excepted.", globalActions, template.Where("StringNotEquals", "aws:RequestedRegion", a.Regions...))}
		},
	},
	{
		Name: "sharing_outside", Kind: policy.SCP, Exempts: true,
		Title:     "Nothing is shared with outsiders",
		Purpose:   "Snapshots, images, databases and documents are not handed to other accounts, resources not shared outside the organisation, and public access stays blocked.",
		Citations: []string{"164.312(a)(1)", "164.308(a)(4)(i)", "164.308(a)(4)(ii)(B)"},
		statements: func(Arguments) []*template.Statement {
			return []*template.Statement{
				deny("DenyShares", "No copy is handed out.", []string{
					"ec2:DisableImageBlockPublicAccess", "ec2:DisableSnapshotBlockPublicAccess", "ec2:ModifyImageAttribute", "ec2:ModifySnapshotAttribute",
					"lakeformation:BatchGrantPermissions", "lakeformation:GrantPermissions", "rds:ModifyDBClusterSnapshotAttribute", "rds:ModifyDBSnapshotAttribute",
					"redshift:AuthorizeDataShare", "redshift:AuthorizeSnapshotAccess", "s3:PutAccountPublicAccessBlock", "ssm:ModifyDocumentPermission",
				}),
				deny("DenyOutsideShares", "No share with another organisation.", []string{"ram:CreateResourceShare", "ram:UpdateResourceShare"}, template.Where("Bool", "ram:RequestedAllowsExternalPrincipals", "true")),
			}
		},
	},
	{
		Name: "backups", Kind: policy.SCP, Exempts: true,
		Title:     "Backups stay",
		Purpose:   "Recovery points and vaults are neither deleted, shortened nor opened: it is the first thing that an extortionist does.",
		Citations: []string{"164.308(a)(7)(ii)(A)", "164.312(c)(1)"},
		statements: func(Arguments) []*template.Statement {
			return []*template.Statement{deny("DenyBackupLoss", "Nothing of a backup is lost.", []string{
				"backup:DeleteBackupVault", "backup:DeleteBackupVaultAccessPolicy", "backup:DeleteBackupVaultLockConfiguration", "backup:DeleteRecoveryPoint",
				"backup:DisassociateRecoveryPoint", "backup:PutBackupVaultAccessPolicy", "backup:UpdateRecoveryPointLifecycle",
			})}
		},
	},
	{
		Name: "logs", Kind: policy.SCP, Exempts: true, Takes: []string{LogGroups},
		Title:     "Logs stay",
		Purpose:   "Log groups are neither deleted nor cut short, nor taken off their key. Without log_groups this holds for every group.",
		Citations: []string{"164.312(b)", "164.316(b)(2)(i)"},
		statements: func(a Arguments) []*template.Statement {
			groups := []string{"*"}
			if len(a.LogGroups) > 0 {
				groups = nil
				for _, g := range a.LogGroups {
					groups = append(groups, g)
					if g[len(g)-1] != '*' {
						groups = append(groups, g+":*")
					}
				}
			}
			return []*template.Statement{on(deny("DenyLogLoss", "Audit logs are kept whole.", []string{
				"logs:DeleteLogGroup", "logs:DeleteLogStream", "logs:DeleteRetentionPolicy", "logs:DisassociateKmsKey", "logs:PutRetentionPolicy",
			}), groups...)}
		},
	},
	{
		Name: "identity_providers", Kind: policy.SCP, Exempts: true,
		Title:     "Identity providers stay",
		Purpose:   "Whoever can add or change an identity provider can sign in as anybody.",
		Citations: []string{"164.312(d)", "164.308(a)(4)(ii)(B)"},
		statements: func(Arguments) []*template.Statement {
			return []*template.Statement{deny("DenyProviderChange", "Who vouches for people is not changed.", []string{
				"iam:AddClientIDToOpenIDConnectProvider", "iam:CreateOpenIDConnectProvider", "iam:CreateSAMLProvider", "iam:DeleteOpenIDConnectProvider", "iam:DeleteSAMLProvider",
				"iam:UpdateOpenIDConnectProviderThumbprint", "iam:UpdateSAMLProvider",
			})}
		},
	},
}

// encryption asks by the keys that the services have. A member of a cluster has
// the cluster's encryption, and its own call says nothing of it, so that the
// engines are named whose instances stand alone.
func encryption(Arguments) []*template.Statement {
	return []*template.Statement{
		deny("DenyPlainVolumes", "No volume in clear.", []string{"ec2:CreateVolume", "ec2:RunInstances"}, template.Where("Bool", "ec2:Encrypted", "false")),
		deny("DenyDefaultOff", "Encryption by default stays on.", []string{"ec2:DisableEbsEncryptionByDefault"}),
		deny("DenyPlainFiles", "No file system in clear.", []string{"elasticfilesystem:CreateFileSystem"}, template.Where("Bool", "elasticfilesystem:Encrypted", "false")),
		deny("DenyPlainClusters", "No database cluster in clear.", []string{"rds:CreateDBCluster"}, template.Where("Bool", "rds:StorageEncrypted", "false")),
		deny("DenyPlainDatabases", "No database in clear.", []string{"rds:CreateDBInstance"}, template.Where("Bool", "rds:StorageEncrypted", "false"),
			template.Where("StringLike", "rds:DatabaseEngine", "custom-*", "db2-*", "mariadb", "mysql", "oracle-*", "postgres", "sqlserver-*")),
	}
}

// indispensable are the prefixes of what signs people in, pays, and runs the
// organisation. AWS's list has some of them; that it has not others must not lock
// anybody out.
var indispensable = []string{"account", "aws-portal", "billing", "consolidatedbilling", "freetier", "health", "iam", "identitystore", "invoicing", "organizations", "payments",
	"servicequotas", "signin", "sso", "sso-directory", "sts", "support", "tax"}

// eligible lists a pattern for each service that the guardrail lets through.
func eligible(a Arguments) []string {
	var prefixes []string
	list, _ := reference.EligibleServices()
	for _, s := range list {
		if s.Status == reference.Listed || s.Status == reference.Tooling {
			prefixes = append(prefixes, s.Prefixes...)
		}
	}
	prefixes = append(prefixes, a.AddServices...)
	prefixes = slices.DeleteFunc(prefixes, func(p string) bool { return slices.Contains(a.RemoveServices, p) })
	prefixes = append(prefixes, indispensable...)
	slices.Sort(prefixes)
	var out []string
	for _, p := range slices.Compact(prefixes) {
		out = append(out, p+":*")
	}
	return out
}

// globalActions are those of services that answer in one Region whatever the
// caller's, which is us-east-1 for most.
// Source: AWS samples of a deny by Region, less what is not on the list of
// eligible services and holds no state of an account.
var globalActions = []string{
	"account:*", "artifact:*", "aws-portal:*", "bcm-data-exports:*", "billing:*", "budgets:*", "ce:*", "cloudfront:*", "consolidatedbilling:*", "cur:*", "ecr-public:*",
	"freetier:*", "globalaccelerator:*", "health:*", "iam:*", "invoicing:*", "kms:ListAliases", "networkmanager:*", "organizations:*", "payments:*", "pricing:*", "route53:*",
	"route53domains:*", "s3:CreateMultiRegionAccessPoint", "s3:DeleteMultiRegionAccessPoint", "s3:DescribeMultiRegionAccessPointOperation",
	"s3:GetAccountPublicAccessBlock", "s3:ListAllMyBuckets", "s3:ListMultiRegionAccessPoints", "s3:PutAccountPublicAccessBlock", "savingsplans:*", "shield:*", "signin:*", "sts:*",
	"support:*", "supportplans:*", "tax:*", "trustedadvisor:*", "waf:*", "wafv2:*",
}
