// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package guardrail

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// usual are arguments that every guardrail can do with.
var usual = Arguments{
	Exempt:         []string{"arn:aws:iam::*:role/platform-deploy"},
	Regions:        []string{"us-west-2", "us-east-2"},
	Boundaries:     []string{"arn:aws:iam::*:policy/phi-workload", "arn:aws:iam::*:policy/nophi-ops"},
	LogGroups:      []string{"arn:aws:logs:*:*:log-group:/audit/*", "arn:aws:logs:*:*:log-group:trail"},
	OrganizationID: "o-a1b2c3d4e5", TrustedAccounts: []string{"444455556666"},
}

// of are the arguments that a guardrail takes of the usual ones.
func of(g *Guardrail) Arguments {
	var a Arguments
	for _, name := range append(slices.Clone(g.Needs), g.Takes...) {
		switch name {
		case Regions:
			a.Regions = usual.Regions
		case Boundaries:
			a.Boundaries = usual.Boundaries
		case LogGroups:
			a.LogGroups = usual.LogGroups
		case Organization:
			a.OrganizationID = usual.OrganizationID
		case TrustedAccounts:
			a.TrustedAccounts = usual.TrustedAccounts
		}
	}
	if g.Exempts {
		a.Exempt = usual.Exempt
	}
	return a
}

// call is a request to a member account; by is a role's name, an ARN, a service, or "anonymous".
type call struct {
	by, action, on string
	context        map[string]string
}

// made completes a call with what AWS always puts in a request.
func (c call) made(t *testing.T) necessity {
	t.Helper()
	n := necessity{action: c.action, resource: c.on, context: map[string][]string{
		"aws:SecureTransport": {"true"}, "aws:RequestedRegion": {"us-west-2"}, "aws:PrincipalIsAWSService": {"false"}, "s3:TlsVersion": {"1.3"},
	}}
	if n.resource == "" {
		n.resource = "*"
	}
	var err error
	switch {
	case strings.HasSuffix(c.by, ".amazonaws.com"):
		n.principal = policy.ServicePrincipal(c.by)
		n.context["aws:PrincipalIsAWSService"] = []string{"true"}
	case strings.Contains(c.by, "saml-provider"):
		n.principal = policy.FederatedPrincipal(c.by)
	case c.by == "anonymous" || strings.HasPrefix(c.by, "arn:"):
		n.principal, err = policy.ParsePrincipal(c.by)
	default:
		n.principal, err = policy.ParsePrincipal("arn:aws:iam::" + memberAccount + ":role/" + c.by)
	}
	if err != nil {
		t.Fatal(err)
	}
	if n.principal.Account == memberAccount {
		n.context["aws:PrincipalOrgID"] = []string{usual.OrganizationID}
	}
	for k, v := range c.context {
		if n.context[k] = []string{v}; v == "" {
			delete(n.context, k)
		}
	}
	return n
}

// with is a context with one more key.
func with(key, value string) map[string]string { return map[string]string{key: value} }

var (
	root    = "arn:aws:iam::" + memberAccount + ":root"
	outside = "arn:aws:iam::999988887777:role/stranger"
	object  = "arn:aws:s3:::records/1"
	ourKey  = "arn:aws:kms:us-west-2:" + memberAccount + ":key/1"
	bounded = with("iam:PermissionsBoundary", "arn:aws:iam::"+memberAccount+":policy/phi-workload")
	anyRole = "arn:aws:iam::" + memberAccount + ":role/app"
)

// cases are, for each guardrail, what must be denied and what must still work.
var cases = map[string]struct{ denied, allowed []call }{
	"scp audit_tampering": {
		denied: []call{
			{"admin", "cloudtrail:StopLogging", "arn:aws:cloudtrail:us-west-2:111122223333:trail/t", nil}, {"admin", "cloudtrail:PutEventSelectors", "", nil},
			{"admin", "guardduty:DeleteDetector", "", nil}, {"admin", "config:StopConfigurationRecorder", "", nil}, {"admin", "securityhub:DisableSecurityHub", "", nil},
			{"admin", "access-analyzer:DeleteAnalyzer", "", nil}, {"admin", "macie2:DisableMacie", "", nil}, {root, "cloudtrail:DeleteTrail", "", nil},
		},
		allowed: []call{
			{"admin", "cloudtrail:LookupEvents", "", nil}, {"admin", "cloudtrail:CreateTrail", "", nil}, {"admin", "guardduty:GetFindings", "", nil},
			{"admin", "config:PutConfigurationRecorder", "", nil}, {"platform-deploy", "cloudtrail:UpdateTrail", "", nil},
		},
	},
	"scp leave_organization": {
		denied:  []call{{"admin", "organizations:LeaveOrganization", "", nil}, {root, "account:CloseAccount", "", nil}, {"platform-deploy", "organizations:LeaveOrganization", "", nil}},
		allowed: []call{{"admin", "organizations:DescribeOrganization", "", nil}, {"admin", "account:GetContactInformation", "", nil}},
	},
	"scp eligible_services": {
		denied: []call{{"admin", "gamelift:CreateFleet", "", nil}, {"admin", "lightsail:CreateInstances", "", nil}, {root, "gamelift:CreateFleet", "", nil}},
		allowed: []call{
			{"admin", "s3:GetObject", object, nil}, {"admin", "iam:CreateRole", "", nil}, {"admin", "healthlake:ReadResource", "", nil}, {"admin", "sso:ListInstances", "", nil},
			{"admin", "servicequotas:GetServiceQuota", "", nil}, {"admin", "support:CreateCase", "", nil}, {"admin", "organizations:DescribeOrganization", "", nil},
			{"admin", "logs:PutLogEvents", "", nil}, {"admin", "cloudwatch:PutMetricAlarm", "", nil}, {"admin", "access-analyzer:ListFindings", "", nil},
			{"admin", "cloudformation:CreateStack", "", nil}, {"admin", "backup:StartBackupJob", "", nil}, {"platform-deploy", "gamelift:CreateFleet", "", nil},
		},
	},
	"scp root_user": {
		denied:  []call{{root, "s3:GetObject", object, nil}, {root, "iam:CreateAccessKey", "", nil}, {root, "ec2:RunInstances", "", nil}},
		allowed: []call{{root, "s3:DeleteBucketPolicy", "arn:aws:s3:::records", with("aws:AssumedRoot", "true")}, {"admin", "s3:GetObject", object, nil}, {"root", "s3:GetObject", object, nil}},
	},
	"scp users_and_keys": {
		denied: []call{
			{"admin", "iam:CreateUser", "", nil}, {"admin", "iam:CreateAccessKey", "", nil}, {root, "iam:CreateAccessKey", "", nil}, {"admin", "iam:CreateLoginProfile", "", nil},
			{"admin", "iam:UpdateAccountPasswordPolicy", "", nil}, {"admin", "iam:CreateServiceSpecificCredential", "", nil},
		},
		allowed: []call{
			{"admin", "iam:CreateRole", anyRole, nil}, {"admin", "iam:DeleteAccessKey", "", nil}, {"admin", "iam:UpdateAccessKey", "", nil}, {"admin", "iam:EnableMFADevice", "", nil},
			{"platform-deploy", "iam:CreateUser", "", nil},
		},
	},
	"scp boundary_required": {
		denied: []call{
			{"admin", "iam:CreateRole", anyRole, nil}, {"admin", "iam:CreateRole", anyRole, with("iam:PermissionsBoundary", "arn:aws:iam::aws:policy/AdministratorAccess")},
			{"admin", "iam:AttachRolePolicy", anyRole, nil}, {"admin", "iam:PutRolePermissionsBoundary", anyRole, with("iam:PermissionsBoundary", "arn:aws:iam::111122223333:policy/mine")},
			{"admin", "iam:PutUserPolicy", "", nil},
		},
		allowed: []call{
			{"admin", "iam:CreateRole", anyRole, bounded}, {"admin", "iam:AttachRolePolicy", anyRole, bounded}, {"admin", "iam:PutRolePermissionsBoundary", anyRole, bounded},
			{"admin", "iam:CreateServiceLinkedRole", "", nil}, {"admin", "iam:DeleteRole", anyRole, nil}, {"admin", "iam:DetachRolePolicy", anyRole, nil}, {"admin", "iam:PassRole", anyRole, nil},
			{"platform-deploy", "iam:CreateRole", anyRole, nil},
			{"arn:aws:iam::111122223333:role/aws-service-role/sso.amazonaws.com/AWSServiceRoleForSSO", "iam:CreateRole", anyRole, nil},
		},
	},
	"scp boundary_protected": {
		denied: []call{
			{"admin", "iam:DeleteRolePermissionsBoundary", anyRole, nil}, {"admin", "iam:DeleteUserPermissionsBoundary", "", nil},
			{"admin", "iam:CreatePolicyVersion", "arn:aws:iam::111122223333:policy/phi-workload", nil}, {"admin", "iam:DeletePolicy", "arn:aws:iam::111122223333:policy/nophi-ops", nil},
		},
		allowed: []call{
			{"admin", "iam:CreatePolicyVersion", "arn:aws:iam::111122223333:policy/team", nil}, {"admin", "iam:PutRolePermissionsBoundary", anyRole, bounded},
			{"admin", "iam:GetPolicyVersion", "arn:aws:iam::111122223333:policy/phi-workload", nil},
			{"platform-deploy", "iam:CreatePolicyVersion", "arn:aws:iam::111122223333:policy/phi-workload", nil},
		},
	},
	"scp key_deletion": {
		denied: []call{
			{"admin", "kms:ScheduleKeyDeletion", ourKey, with("kms:ScheduleKeyDeletionPendingWindowInDays", "30")}, {"admin", "kms:DisableKey", ourKey, nil},
			{"admin", "kms:DeleteImportedKeyMaterial", ourKey, nil}, {"platform-deploy", "kms:ScheduleKeyDeletion", ourKey, with("kms:ScheduleKeyDeletionPendingWindowInDays", "7")},
		},
		allowed: []call{
			{"platform-deploy", "kms:ScheduleKeyDeletion", ourKey, with("kms:ScheduleKeyDeletionPendingWindowInDays", "30")}, {"admin", "kms:CancelKeyDeletion", ourKey, nil},
			{"admin", "kms:CreateKey", "", nil}, {"admin", "kms:Decrypt", ourKey, nil}, {"admin", "kms:EnableKeyRotation", ourKey, nil},
		},
	},
	"scp transport": {
		denied:  []call{{"admin", "s3:GetObject", object, with("aws:SecureTransport", "false")}, {"admin", "sqs:SendMessage", "", with("aws:SecureTransport", "false")}, {"admin", "s3:GetObject", object, with("s3:TlsVersion", "1.1")}},
		allowed: []call{{"admin", "s3:GetObject", object, nil}, {"admin", "s3:GetObject", object, with("s3:TlsVersion", "1.2")}, {"admin", "ec2:RunInstances", "", with("aws:SecureTransport", "")}},
	},
	"scp encryption": {
		denied: []call{
			{"admin", "ec2:CreateVolume", "", with("ec2:Encrypted", "false")}, {"admin", "ec2:DisableEbsEncryptionByDefault", "", nil},
			{"admin", "elasticfilesystem:CreateFileSystem", "", with("elasticfilesystem:Encrypted", "false")}, {"admin", "rds:CreateDBCluster", "", with("rds:StorageEncrypted", "false")},
			{"admin", "rds:CreateDBInstance", "", map[string]string{"rds:StorageEncrypted": "false", "rds:DatabaseEngine": "postgres"}},
		},
		allowed: []call{
			{"admin", "ec2:CreateVolume", "", with("ec2:Encrypted", "true")}, {"admin", "ec2:RunInstances", "arn:aws:ec2:us-west-2:111122223333:subnet/subnet-1", nil},
			{"admin", "rds:CreateDBInstance", "", map[string]string{"rds:StorageEncrypted": "false", "rds:DatabaseEngine": "aurora-postgresql"}},
			{"admin", "rds:CreateDBInstance", "", map[string]string{"rds:StorageEncrypted": "true", "rds:DatabaseEngine": "postgres"}},
			{"platform-deploy", "ec2:CreateVolume", "", with("ec2:Encrypted", "false")},
		},
	},
	"scp regions": {
		denied: []call{{"admin", "ec2:RunInstances", "", with("aws:RequestedRegion", "eu-west-1")}, {"admin", "s3:CreateBucket", "arn:aws:s3:::records", with("aws:RequestedRegion", "us-east-1")}},
		allowed: []call{
			{"admin", "ec2:RunInstances", "", nil}, {"admin", "s3:CreateBucket", "arn:aws:s3:::records", with("aws:RequestedRegion", "us-east-2")},
			{"admin", "iam:CreateRole", "", with("aws:RequestedRegion", "us-east-1")}, {"admin", "sts:GetCallerIdentity", "", with("aws:RequestedRegion", "us-east-1")},
			{"admin", "cloudfront:CreateDistribution", "", with("aws:RequestedRegion", "us-east-1")}, {"admin", "route53:ChangeResourceRecordSets", "", with("aws:RequestedRegion", "us-east-1")},
			{"admin", "s3:ListAllMyBuckets", "", with("aws:RequestedRegion", "us-east-1")}, {"admin", "support:CreateCase", "", with("aws:RequestedRegion", "us-east-1")},
			{"platform-deploy", "ec2:RunInstances", "", with("aws:RequestedRegion", "eu-west-1")},
		},
	},
	"scp sharing_outside": {
		denied: []call{
			{"admin", "ec2:ModifySnapshotAttribute", "", nil}, {"admin", "rds:ModifyDBSnapshotAttribute", "", nil}, {"admin", "redshift:AuthorizeDataShare", "", nil},
			{"admin", "ram:CreateResourceShare", "", with("ram:RequestedAllowsExternalPrincipals", "true")}, {"admin", "s3:PutAccountPublicAccessBlock", "", nil},
		},
		allowed: []call{
			{"admin", "ram:CreateResourceShare", "", with("ram:RequestedAllowsExternalPrincipals", "false")}, {"admin", "ec2:CreateSnapshot", "", nil}, {"admin", "ec2:CopySnapshot", "", nil},
			{"platform-deploy", "s3:PutAccountPublicAccessBlock", "", nil},
		},
	},
	"scp backups": {
		denied:  []call{{"admin", "backup:DeleteRecoveryPoint", "", nil}, {"admin", "backup:DeleteBackupVault", "", nil}, {"admin", "backup:UpdateRecoveryPointLifecycle", "", nil}, {"admin", "backup:PutBackupVaultAccessPolicy", "", nil}},
		allowed: []call{{"admin", "backup:StartBackupJob", "", nil}, {"admin", "backup:StartRestoreJob", "", nil}, {"admin", "backup:CreateBackupVault", "", nil}, {"platform-deploy", "backup:DeleteBackupVault", "", nil}},
	},
	"scp logs": {
		denied: []call{
			{"admin", "logs:DeleteLogGroup", "arn:aws:logs:us-west-2:111122223333:log-group:/audit/app", nil}, {"admin", "logs:PutRetentionPolicy", "arn:aws:logs:us-west-2:111122223333:log-group:trail:*", nil},
			{"admin", "logs:DeleteLogStream", "arn:aws:logs:us-west-2:111122223333:log-group:trail:log-stream:s", nil}, {"admin", "logs:DeleteLogGroup", "arn:aws:logs:us-west-2:111122223333:log-group:trail", nil},
		},
		allowed: []call{
			{"admin", "logs:DeleteLogGroup", "arn:aws:logs:us-west-2:111122223333:log-group:/app/web", nil}, {"admin", "logs:DeleteLogGroup", "arn:aws:logs:us-west-2:111122223333:log-group:trail-of-crumbs", nil},
			{"admin", "logs:PutLogEvents", "arn:aws:logs:us-west-2:111122223333:log-group:trail:log-stream:s", nil},
			{"platform-deploy", "logs:PutRetentionPolicy", "arn:aws:logs:us-west-2:111122223333:log-group:trail", nil},
		},
	},
	"scp identity_providers": {
		denied:  []call{{"admin", "iam:CreateSAMLProvider", "", nil}, {"admin", "iam:UpdateSAMLProvider", "", nil}, {"admin", "iam:CreateOpenIDConnectProvider", "", nil}},
		allowed: []call{{"admin", "iam:GetSAMLProvider", "", nil}, {"admin", "iam:TagSAMLProvider", "", nil}, {"platform-deploy", "iam:UpdateSAMLProvider", "", nil}},
	},
	"rcp transport": {
		denied:  []call{{"admin", "s3:GetObject", object, with("aws:SecureTransport", "false")}, {"anonymous", "s3:GetObject", object, with("aws:SecureTransport", "false")}, {"admin", "s3:PutObject", object, with("s3:TlsVersion", "1.0")}},
		allowed: []call{{"admin", "s3:GetObject", object, nil}, {"cloudtrail.amazonaws.com", "s3:PutObject", object, nil}},
	},
	"rcp encryption": {
		denied: []call{
			{"admin", "s3:PutObject", object, with("s3:x-amz-server-side-encryption", "AES256")}, {"admin", "s3:PutObject", object, with("s3:x-amz-server-side-encryption-customer-algorithm", "AES256")},
		},
		allowed: []call{
			{"admin", "s3:PutObject", object, nil}, {"admin", "s3:PutObject", object, with("s3:x-amz-server-side-encryption", "aws:kms")},
			{"platform-deploy", "s3:PutObject", object, with("s3:x-amz-server-side-encryption", "AES256")},
			{"delivery.logs.amazonaws.com", "s3:PutObject", object, with("s3:x-amz-server-side-encryption", "AES256")},
		},
	},
	"rcp organization_only": {
		denied: []call{
			{outside, "s3:GetObject", object, nil}, {"anonymous", "s3:GetObject", object, nil}, {outside, "kms:Decrypt", ourKey, with("aws:PrincipalOrgID", "o-somebodyelse")},
			{outside, "sts:AssumeRole", anyRole, nil}, {outside, "secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-west-2:111122223333:secret:db-AbCdEf", nil},
		},
		allowed: []call{
			{"admin", "s3:GetObject", object, nil}, {"arn:aws:iam::444455556666:role/vendor", "s3:GetObject", object, nil}, {"cloudtrail.amazonaws.com", "s3:PutObject", object, nil},
			{"arn:aws:iam::111122223333:saml-provider/Workforce", "sts:AssumeRoleWithSAML", anyRole, nil}, {"arn:aws:iam::222233334444:role/shared", "s3:GetObject", object, with("aws:PrincipalOrgID", usual.OrganizationID)},
			{"lambda.amazonaws.com", "sts:AssumeRole", anyRole, nil}, {"arn:aws:iam::999988887777:role/platform-deploy", "s3:GetObject", object, nil},
		},
	},
	"rcp confused_deputy": {
		denied: []call{
			{"cloudtrail.amazonaws.com", "s3:PutObject", object, map[string]string{"aws:SourceAccount": "999988887777", "aws:SourceOrgID": "o-somebodyelse"}},
			{"sns.amazonaws.com", "sqs:SendMessage", "arn:aws:sqs:us-west-2:111122223333:q", with("aws:SourceAccount", "999988887777")},
		},
		allowed: []call{
			{"cloudtrail.amazonaws.com", "s3:PutObject", object, map[string]string{"aws:SourceAccount": memberAccount, "aws:SourceOrgID": usual.OrganizationID}},
			{"lambda.amazonaws.com", "sts:AssumeRole", anyRole, nil}, {"admin", "s3:GetObject", object, nil},
		},
	},
}

func TestGuardrails(t *testing.T) {
	done := map[string]bool{}
	for _, kind := range []policy.Kind{policy.SCP, policy.RCP} {
		for _, g := range All(kind) {
			name := kind.String() + " " + g.Name
			t.Run(name, func(t *testing.T) {
				tc, ok := cases[name]
				done[name] = true
				if !ok || len(tc.denied) == 0 || len(tc.allowed) == 0 {
					t.Fatal("no table of what must be denied and what must still work")
				}
				r, problems := Render(kind, []string{g.Name}, of(g), 0)
				if len(problems) > 0 {
					t.Fatal(problems)
				}
				docs := []*policy.Document{full(kind)}
				for _, text := range r.Documents {
					docs = append(docs, parsed(t, text, kind))
				}
				for want, list := range map[policy.Result][]call{policy.Denied: tc.denied, policy.Allowed: tc.allowed} {
					for _, c := range list {
						n := c.made(t)
						got := policy.Evaluate(policies(kind, n, docs), &policy.Request{Principal: n.principal, Action: n.action, Resource: n.resource, ResourceAccount: memberAccount, Context: n.context})
						if got.Result != want || want == policy.Denied && got.By != "explicit-deny:"+kind.String() {
							t.Errorf("%s by %s on %s with %v: %s by %s %s, want %s", c.action, c.by, c.on, c.context, got.Result, got.By, got.Reason, want)
						}
					}
				}
			})
		}
	}
	for name := range cases {
		if !done[name] {
			t.Errorf("there is no guardrail %q", name)
		}
	}
}

func parsed(t *testing.T, text string, kind policy.Kind) *policy.Document {
	t.Helper()
	d, problems := policy.Parse([]byte(text), kind)
	if len(problems) > 0 {
		t.Fatalf("%v in %s", problems, text)
	}
	return d
}

// TestFacts holds names against the embedded reference: actions, condition keys,
// citations, and which services resource control policies apply to.
func TestFacts(t *testing.T) {
	for _, kind := range []policy.Kind{policy.SCP, policy.RCP} {
		for _, g := range All(kind) {
			for _, c := range g.Citations {
				if _, ok := reference.LookupCitation(c); !ok {
					t.Errorf("%s: no provision %s", g.Name, c)
				}
			}
			for _, s := range g.Statements(of(g)) {
				if kind == policy.SCP && s.Principals != nil {
					t.Errorf("%s: an SCP names no principal", s.Sid)
				}
				for _, pattern := range append(s.Actions.Values, s.NotActions.Values...) {
					prefix, name, _ := strings.Cut(string(pattern), ":")
					service, known := reference.LookupService(prefix)
					switch {
					case pattern == "*" && kind == policy.SCP:
					case name == "*" && known && kind == policy.SCP, name == "*" && known && service.SupportsRCP:
					case name == "*" && g.Name == "eligible_services":
						// The list has prefixes that the reference has not.
					case name != "*" && known && (kind == policy.SCP || service.SupportsRCP):
						if _, ok := service.Action(name); !ok {
							t.Errorf("%s: no action %s", s.Sid, pattern)
						}
					default:
						t.Errorf("%s: %s is not of a service that it can speak of", s.Sid, pattern)
					}
				}
				for _, c := range s.Conditions {
					if _, ok := reference.LookupConditionKey(string(c.Variable)); !ok {
						t.Errorf("%s: no condition key %s", s.Sid, c.Variable)
					}
				}
			}
		}
	}
	controls, _ := reference.ControlTowerControls()
	for _, c := range controls {
		if c.Guardrail != "" && Lookup(policy.SCP, c.Guardrail) == nil && Lookup(policy.RCP, c.Guardrail) == nil {
			t.Errorf("%s: no guardrail %s", c.Control, c.Guardrail)
		}
	}
	for _, n := range necessities(usual) {
		if _, _, ok := reference.LookupAction(n.action); !ok {
			t.Errorf("%s: no action %s", n.what, n.action)
		}
	}
}

// TestRender_all fits everything into documents within the quota, in one order,
// with Sids that AWS takes, each statement where it is said to be.
func TestRender_all(t *testing.T) {
	for _, kind := range []policy.Kind{policy.SCP, policy.RCP} {
		a := usual
		if kind == policy.RCP {
			a.Regions, a.Boundaries, a.LogGroups = nil, nil, nil
		} else {
			a.OrganizationID, a.TrustedAccounts = "", nil
		}
		for _, limit := range []int{0, 4_200} {
			r, problems := Render(kind, Names(kind), a, limit)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if len(r.Documents) >= QuotaOf(kind).Attached {
				t.Errorf("%s: %d documents; %d can be attached beside AWS's own", kind, len(r.Documents), QuotaOf(kind).Attached-1)
			}
			for i, text := range r.Documents {
				if most := QuotaOf(kind).Characters; len(text) > most || limit > 0 && len(text) > limit {
					t.Errorf("document %d has %d characters", i, len(text))
				}
				seen := map[string]bool{}
				for _, s := range parsed(t, text, kind).Statements {
					if seen[s.Sid] {
						t.Errorf("document %d has two statements %s", i, s.Sid)
					}
					seen[s.Sid] = true
				}
				for _, s := range r.Statements {
					if s.Document == i && !seen[s.Sid] {
						t.Errorf("%s of %s is not in document %d", s.Sid, s.Guardrail.Name, i)
					}
				}
			}
			again, _ := Render(kind, Names(kind), a, limit)
			if diff := cmp.Diff(r.Documents, again.Documents); diff != "" {
				t.Error(diff)
			}
		}
	}
}

// TestRender_merge joins statements where that saves a document, and says the same.
func TestRender_merge(t *testing.T) {
	names := []string{"audit_tampering", "backups", "identity_providers"}
	a := Arguments{Exempt: []string{"arn:aws:iam::*:role/platform/" + strings.Repeat("x", 400)}}
	loose, problems := Render(policy.SCP, names, a, 0)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if len(loose.Documents) != 1 || len(parsed(t, loose.Documents[0], policy.SCP).Statements) != 4 {
		t.Fatalf("what fits as it is was merged: %s", loose.Documents)
	}
	tight, problems := Render(policy.SCP, names, a, len(loose.Documents[0])-500)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if len(tight.Documents) != 1 {
		t.Fatalf("%d documents", len(tight.Documents))
	}
	var where []string
	for _, s := range tight.Statements {
		where = append(where, s.Sid)
	}
	if diff := cmp.Diff([]string{"DenyTrailChange", "DenyTrailChange", "DenyTrailChange", "DenyTrailChange"}, where); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(actions(t, loose.Documents[0]), actions(t, tight.Documents[0])); diff != "" {
		t.Error(diff)
	}
}

// actions lists the actions of a document.
func actions(t *testing.T, text string) []string {
	t.Helper()
	var d struct{ Statement []struct{ Action []string } }
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	set := map[string]bool{}
	for _, s := range d.Statement {
		for _, a := range s.Action {
			set[a] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

func TestRender_problems(t *testing.T) {
	tests := map[string]struct {
		kind  policy.Kind
		names []string
		a     Arguments
		limit int
		want  Problem
	}{
		"none":             {policy.SCP, nil, Arguments{}, 0, Problem{Guardrails, "", -1, "no guardrail is named"}},
		"unknown":          {policy.SCP, []string{"organization_only"}, Arguments{}, 0, Problem{Guardrails, "", 0, `there is no guardrail "organization_only" among those of an SCP`}},
		"twice":            {policy.SCP, []string{"logs", "logs"}, Arguments{}, 0, Problem{Guardrails, "", 1, "logs is named twice"}},
		"lacks Regions":    {policy.SCP, []string{"regions"}, Arguments{}, 0, Problem{Regions, "", -1, "the guardrail regions needs regions"}},
		"takes none":       {policy.SCP, []string{"logs"}, Arguments{Regions: []string{"us-east-1"}}, 0, Problem{Regions, "", -1, "no guardrail that is named takes regions"}},
		"no Region":        {policy.SCP, []string{"regions"}, Arguments{Regions: []string{"virginia"}}, 0, Problem{Regions, "", 0, `"virginia" is no Region`}},
		"everybody exempt": {policy.SCP, []string{"logs"}, Arguments{Exempt: []string{"*"}}, 0, Problem{Exempt, "", 0, `"*" is no ARN of a role or user`}},
		"every role":       {policy.SCP, []string{"logs"}, Arguments{Exempt: []string{"arn:aws:iam::*:role/*"}}, 0, Problem{Exempt, "", 0, "exempts whoever can choose a role's name"}},
		"every path":       {policy.SCP, []string{"logs"}, Arguments{Exempt: []string{"arn:aws:iam::*:role/*/deploy"}}, 0, Problem{Exempt, "", 0, "exempts whoever can choose a role's path"}},
		"every ending":     {policy.SCP, []string{"logs"}, Arguments{Exempt: []string{"arn:aws:iam::*:role/*deploy"}}, 0, Problem{Exempt, "", 0, "exempts whoever can choose a role's name"}},
		"nobody to exempt": {policy.SCP, []string{"root_user"}, Arguments{Exempt: usual.Exempt}, 0, Problem{Exempt, "", -1, "no guardrail that is named exempts anybody"}},
		"not from this one": {policy.SCP, []string{"root_user", "logs"}, Arguments{ExemptFrom: map[string][]string{"root_user": usual.Exempt}}, 0,
			Problem{ExemptFrom, "root_user", -1, "nobody can be exempted from root_user"}},
		"from one not named": {policy.SCP, []string{"logs"}, Arguments{ExemptFrom: map[string][]string{"backups": usual.Exempt}}, 0, Problem{ExemptFrom, "backups", -1, "backups is none of the guardrails that are named"}},
		"wide for one":       {policy.SCP, []string{"logs"}, Arguments{ExemptFrom: map[string][]string{"logs": {"arn:aws:iam::*:role/?x"}}}, 0, Problem{ExemptFrom, "logs", 0, "exempts whoever can choose"}},
		"no boundary":        {policy.SCP, []string{"boundary_required"}, Arguments{Boundaries: []string{"phi"}}, 0, Problem{Boundaries, "", 0, `"phi" is no ARN of a policy`}},
		"no log group":       {policy.SCP, []string{"logs"}, Arguments{LogGroups: []string{"trail"}}, 0, Problem{LogGroups, "", 0, `"trail" is no ARN of a log group`}},
		"no organisation":    {policy.RCP, []string{"organization_only"}, Arguments{OrganizationID: "*"}, 0, Problem{Organization, "", -1, `"*" is no organisation`}},
		"no account":         {policy.RCP, []string{"organization_only"}, Arguments{OrganizationID: "o-a1b2c3d4e5", TrustedAccounts: []string{"vendor"}}, 0, Problem{TrustedAccounts, "", 0, `"vendor" is no account`}},
		"services locked out": {policy.SCP, []string{"eligible_services"}, Arguments{RemoveServices: []string{"kms"}}, 0,
			Problem{RemoveServices, "", -1, "the guardrails would lock the organisation out: opening a record's key (kms:Decrypt) is denied by the statement DenyIneligible"}},
		"too long": {policy.SCP, []string{"logs"}, Arguments{Exempt: []string{"arn:aws:iam::*:role/" + strings.Repeat("x", 600)}}, 500, Problem{Exempt, "", -1, "a document can have 500"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, problems := Render(tc.kind, tc.names, tc.a, tc.limit)
			if len(problems) == 0 {
				t.Fatal("no problem")
			}
			got := problems[0]
			if !strings.Contains(got.Message, tc.want.Message) {
				t.Errorf("got %q, want %q", got.Message, tc.want.Message)
			}
			tc.want.Message = got.Message
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
