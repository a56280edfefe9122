// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package storepolicy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

const (
	account      = "123456789012"
	organization = "o-a1b2c3d4e5"
	keyARN       = "arn:aws:kms:us-east-1:123456789012:key/1"
	trailARN     = "arn:aws:cloudtrail:us-east-1:123456789012:trail/main"
)

func role(name string) string { return "arn:aws:iam::" + account + ":role/" + name }

// call is a request; by is a role's name, an ARN, a service or "anonymous".
type call struct {
	by, action, on string
	context        map[string]string
}

func with(pairs ...string) map[string]string {
	out := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

// outcome puts a call to the document. Whoever has identity policies is allowed
// everything by them, so that what is denied is denied by the document.
func outcome(t *testing.T, doc *policy.Document, c call) policy.Decision {
	t.Helper()
	all, _ := policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`), policy.Identity)
	r := &policy.Request{Action: c.action, Resource: c.on, ResourceAccount: account, Context: map[string][]string{"aws:SecureTransport": {"true"}, "s3:TlsVersion": {"1.3"}, "aws:PrincipalIsAWSService": {"false"}}}
	p := &policy.Policies{Resource: doc}
	var err error
	switch {
	case strings.HasSuffix(c.by, ".amazonaws.com"):
		r.Principal = policy.ServicePrincipal(c.by)
		r.Context["aws:PrincipalIsAWSService"] = []string{"true"}
	case c.by == "anonymous" || strings.HasPrefix(c.by, "arn:"):
		r.Principal, err = policy.ParsePrincipal(c.by)
	default:
		r.Principal, err = policy.ParsePrincipal(role(c.by))
	}
	if err != nil {
		t.Fatal(err)
	}
	if r.Principal.HasIdentity() {
		p.Identity = []*policy.Document{all}
	}
	if r.Principal.Account == account {
		r.Context["aws:PrincipalOrgID"] = []string{organization}
		r.Context["aws:PrincipalType"] = []string{"AssumedRole"}
	}
	for k, v := range c.context {
		r.Context[k] = []string{v}
	}
	return policy.Evaluate(p, r)
}

// parsed is the document as AWS reads it, with all of its names known.
func parsed(t *testing.T, d *template.Document) *policy.Document {
	t.Helper()
	text, ok := d.JSON()
	if !ok {
		t.Fatal("the document is not known")
	}
	out, problems := policy.Parse([]byte(text), policy.Resource)
	if len(problems) > 0 {
		t.Fatalf("%v in %s", problems, text)
	}
	for _, s := range d.Statements {
		for _, a := range s.Actions.Values {
			if prefix, name, _ := strings.Cut(string(a), ":"); name == "*" {
				if _, ok := reference.LookupService(prefix); !ok {
					t.Errorf("%s: no service %s", s.Sid, prefix)
				}
			} else if _, _, ok := reference.LookupAction(string(a)); !ok {
				t.Errorf("%s: no action %s", s.Sid, a)
			}
		}
		for _, c := range s.Conditions {
			if _, ok := reference.LookupConditionKey(string(c.Variable)); !ok {
				t.Errorf("%s: no condition key %s", s.Sid, c.Variable)
			}
		}
		if len(s.Citations) == 0 {
			t.Errorf("%s: no citation", s.Sid)
		}
		for _, c := range s.Citations {
			if _, ok := reference.LookupCitation(c); !ok {
				t.Errorf("%s: no provision %s", s.Sid, c)
			}
		}
	}
	return out
}

func hold(t *testing.T, doc *policy.Document, denied, allowed []call) {
	t.Helper()
	for _, c := range denied {
		if got := outcome(t, doc, c); got.Result != policy.Denied {
			t.Errorf("%s by %s on %s with %v: %s by %s, want deny", c.action, c.by, c.on, c.context, got.Result, got.By)
		}
	}
	for _, c := range allowed {
		if got := outcome(t, doc, c); got.Result != policy.Allowed {
			t.Errorf("%s by %s on %s with %v: %s by %s %v, want allow", c.action, c.by, c.on, c.context, got.Result, got.By, got.Statements)
		}
	}
}

func TestKey(t *testing.T) {
	const root = "arn:aws:iam::" + account + ":root"
	logs := "arn:aws:logs:us-east-1:123456789012:log-group:/audit/trail"
	full := Key{
		Account: account, Organization: organization, Administrators: []string{role("keys")}, DeletionAdministrators: []string{role("destroyer")},
		Users: []string{role("app"), role("reader")}, Grantors: []string{role("app")}, ViaServices: []string{"s3.us-east-1.amazonaws.com"},
		Services: []Service{
			{Principal: "cloudtrail.amazonaws.com", SourceARNs: []string{trailARN}, EncryptionContext: map[string][]string{"aws:cloudtrail:arn": {"arn:aws:cloudtrail:*:123456789012:trail/*"}}},
			{Principal: "logs.us-east-1.amazonaws.com", SourceAccounts: []string{}, EncryptionContext: map[string][]string{"aws:logs:arn": {logs}}},
		},
	}
	via := with("kms:ViaService", "s3.us-east-1.amazonaws.com")
	tests := map[string]struct {
		key             Key
		denied, allowed []call
	}{
		"full": {
			key: full,
			denied: []call{
				{"keys", "kms:Decrypt", keyARN, via}, {"keys", "kms:CreateGrant", keyARN, with("kms:GrantIsForAWSResource", "true")}, {"keys", "kms:ScheduleKeyDeletion", keyARN, with("kms:ScheduleKeyDeletionPendingWindowInDays", "30")},
				{"keys", "kms:PutKeyPolicy", keyARN, with("kms:BypassPolicyLockoutSafetyCheck", "true")}, {"keys", "kms:DisableKey", keyARN, nil},
				{"app", "kms:PutKeyPolicy", keyARN, nil}, {"app", "kms:Decrypt", keyARN, nil}, {"app", "kms:Decrypt", keyARN, with("kms:ViaService", "ebs.us-east-1.amazonaws.com")},
				{"app", "kms:CreateGrant", keyARN, with("kms:GrantIsForAWSResource", "false")}, {"reader", "kms:CreateGrant", keyARN, with("kms:GrantIsForAWSResource", "true")},
				{"destroyer", "kms:ScheduleKeyDeletion", keyARN, with("kms:ScheduleKeyDeletionPendingWindowInDays", "7")}, {"destroyer", "kms:Decrypt", keyARN, via},
				{"admin", "kms:Decrypt", keyARN, via}, {"admin", "kms:PutKeyPolicy", keyARN, nil}, {"admin", "kms:ScheduleKeyDeletion", keyARN, with("kms:ScheduleKeyDeletionPendingWindowInDays", "30")},
				{root, "kms:Decrypt", keyARN, with("aws:PrincipalType", "Account")}, {"arn:aws:iam::999988887777:role/app", "kms:Decrypt", keyARN, via}, {"anonymous", "kms:Decrypt", keyARN, nil},
				{"cloudtrail.amazonaws.com", "kms:GenerateDataKey", keyARN, with("aws:SourceAccount", "999988887777", "aws:SourceArn", trailARN, "kms:EncryptionContext:aws:cloudtrail:arn", trailARN)},
				{"logs.us-east-1.amazonaws.com", "kms:Decrypt", keyARN, with("kms:EncryptionContext:aws:logs:arn", logs+"2")}, {"s3.amazonaws.com", "kms:Decrypt", keyARN, with("aws:SourceAccount", account)},
			},
			allowed: []call{
				{"keys", "kms:PutKeyPolicy", keyARN, nil}, {"keys", "kms:EnableKeyRotation", keyARN, nil}, {"keys", "kms:CancelKeyDeletion", keyARN, nil},
				{"app", "kms:Decrypt", keyARN, via}, {"reader", "kms:Decrypt", keyARN, via}, {"app", "kms:CreateGrant", keyARN, with("kms:GrantIsForAWSResource", "true")},
				{"destroyer", "kms:ScheduleKeyDeletion", keyARN, with("kms:ScheduleKeyDeletionPendingWindowInDays", "30")},
				{"admin", "kms:DescribeKey", keyARN, nil}, {"admin", "kms:GetKeyPolicy", keyARN, nil}, {root, "kms:PutKeyPolicy", keyARN, with("aws:PrincipalType", "Account")},
				{"cloudtrail.amazonaws.com", "kms:GenerateDataKey", keyARN, with("aws:SourceAccount", account, "aws:SourceArn", trailARN, "kms:EncryptionContext:aws:cloudtrail:arn", trailARN)},
				{"logs.us-east-1.amazonaws.com", "kms:Decrypt", keyARN, with("kms:EncryptionContext:aws:logs:arn", logs)},
			},
		},
		"users directly, without an organisation": {
			key:     Key{Account: account, Administrators: []string{role("keys")}, Users: []string{role("app"), "arn:aws:iam::222233334444:role/lab", "arn:aws:iam::999988887777:role/stranger"}, TrustedAccounts: []string{"222233334444"}},
			denied:  []call{{"arn:aws:iam::999988887777:role/stranger", "kms:Decrypt", keyARN, nil}, {"keys", "kms:Encrypt", keyARN, nil}, {"cloudtrail.amazonaws.com", "kms:GenerateDataKey", keyARN, nil}},
			allowed: []call{{"app", "kms:Decrypt", keyARN, nil}, {"arn:aws:iam::222233334444:role/lab", "kms:Decrypt", keyARN, nil}},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d, problems := tc.key.Document()
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			hold(t, parsed(t, d), tc.denied, tc.allowed)
		})
	}
}

func TestStore(t *testing.T) {
	const outsider = "arn:aws:iam::999988887777:role/stranger"
	plain := with("aws:SecureTransport", "false")
	// on is where actions of a store of the type go; the store has these actions for its content.
	stores := map[string]struct{ arn, on, read, write string }{
		"bucket": {"arn:aws:s3:::records", "arn:aws:s3:::records/1", "s3:GetObject", "s3:PutObject"},
		"secret": {"arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf", "", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"},
		"queue":  {"arn:aws:sqs:us-east-1:123456789012:orders", "", "sqs:ReceiveMessage", "sqs:SendMessage"},
		"topic":  {"arn:aws:sns:us-east-1:123456789012:results", "", "sns:Subscribe", "sns:Publish"},
		"table":  {"arn:aws:dynamodb:us-east-1:123456789012:table/charts", "", "dynamodb:GetItem", "dynamodb:PutItem"},
		"vault":  {"arn:aws:backup:us-east-1:123456789012:backup-vault:main", "", "backup:StartRestoreJob", "backup:StartBackupJob"},
	}
	for _, name := range Types {
		s := stores[name]
		if s.on == "" {
			s.on = s.arn
		}
		t.Run(name, func(t *testing.T) {
			full := Store{
				Type: name, ARN: s.arn, Account: account, Organization: organization, Readers: []string{role("reader")}, Writers: []string{role("writer")},
				Services: []Service{{Principal: "events.amazonaws.com", Access: "write", SourceARNs: []string{"arn:aws:events:us-east-1:123456789012:rule/*"}}},
			}
			d, problems := full.Document()
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			service := with("aws:SourceAccount", account, "aws:SourceArn", "arn:aws:events:us-east-1:123456789012:rule/results")
			doc := parsed(t, d)
			hold(t, doc, []call{
				{"admin", s.read, s.on, nil}, {"admin", s.write, s.on, nil}, {"reader", s.write, s.on, nil}, {"writer", s.read, s.on, nil},
				{"reader", s.read, s.on, plain}, {"writer", s.write, s.on, plain}, {outsider, s.read, s.on, nil}, {"anonymous", s.read, s.on, nil}, {"anonymous", s.write, s.on, nil},
				{"events.amazonaws.com", s.write, s.on, with("aws:SourceAccount", "999988887777", "aws:SourceArn", "arn:aws:events:us-east-1:123456789012:rule/results")},
				{"events.amazonaws.com", s.read, s.on, service}, {"sns.amazonaws.com", s.write, s.on, service},
			}, []call{{"reader", s.read, s.on, nil}, {"writer", s.write, s.on, nil}, {"events.amazonaws.com", s.write, s.on, service}})
			if name == "vault" {
				hold(t, doc, []call{{"admin", "backup:DeleteRecoveryPoint", s.on, nil}, {"writer", "backup:DeleteBackupVault", s.on, nil}}, []call{{"admin", "backup:PutBackupVaultAccessPolicy", s.on, nil}})
			}

			// Without an identity policy, the document decides whether who is named gets in.
			for grant, want := range map[bool]policy.Result{false: policy.Denied, true: policy.Allowed} {
				one := full
				one.Grant = grant
				d, _ := one.Document()
				who, _ := policy.ParsePrincipal(role("reader"))
				r := &policy.Request{Principal: who, Action: s.read, Resource: s.on, ResourceAccount: account, Context: map[string][]string{"aws:SecureTransport": {"true"}, "aws:PrincipalOrgID": {organization}}}
				if got := policy.Evaluate(&policy.Policies{Resource: parsed(t, d), Identity: []*policy.Document{}}, r); got.Result != want {
					t.Errorf("grant %t: %s", grant, got.Result)
				}
			}
			lab := "arn:aws:iam::222233334444:role/lab"
			away := Store{Type: name, ARN: s.arn, Account: account, Readers: []string{lab}, TrustedAccounts: []string{"222233334444"}}
			if d, problems = away.Document(); len(problems) > 0 {
				t.Fatal(problems)
			}
			hold(t, parsed(t, d), []call{{"arn:aws:iam::222233334444:role/other", s.read, s.on, nil}, {lab, s.write, s.on, nil}}, []call{{lab, s.read, s.on, nil}})

			open := Store{Type: name, ARN: s.arn, Account: account, Open: true, Grant: true, Readers: []string{role("reader")}, TrustedAccounts: []string{"222233334444"}}
			if d, problems = open.Document(); len(problems) > 0 {
				t.Fatal(problems)
			}
			hold(t, parsed(t, d), []call{{outsider, s.read, s.on, nil}, {"admin", s.read, s.on, plain}}, []call{{"admin", s.read, s.on, nil}, {"reader", s.read, s.on, nil}})
		})
	}
}

func TestStore_bucket(t *testing.T) {
	const object = "arn:aws:s3:::audit/trail/1"
	d, problems := Store{
		Type: "bucket", ARN: "arn:aws:s3:::audit", Account: account, Organization: organization, Key: keyARN, Readers: []string{role("auditor")},
		Services: []Service{{Principal: "cloudtrail.amazonaws.com", Access: "write", Prefix: "trail/", SourceARNs: []string{trailARN}}},
	}.Document()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	trail := func(more ...string) map[string]string {
		return with(append([]string{"aws:SourceAccount", account, "aws:SourceArn", trailARN}, more...)...)
	}
	const scheme, key = "s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id"
	hold(t, parsed(t, d), []call{
		{"cloudtrail.amazonaws.com", "s3:PutObject", "arn:aws:s3:::audit/other/1", trail()}, {"cloudtrail.amazonaws.com", "s3:PutObject", object, trail(scheme, "AES256")},
		{"cloudtrail.amazonaws.com", "s3:PutObject", object, trail(scheme, "aws:kms", key, "arn:aws:kms:us-east-1:999988887777:key/2")},
		{"admin", "s3:PutObject", object, with("s3:x-amz-server-side-encryption-customer-algorithm", "AES256")}, {"admin", "s3:GetObject", object, nil},
		{"auditor", "s3:GetObject", object, with("s3:TlsVersion", "1.1")},
	}, []call{
		{"cloudtrail.amazonaws.com", "s3:PutObject", object, trail()}, {"cloudtrail.amazonaws.com", "s3:PutObject", object, trail(scheme, "aws:kms", key, keyARN)},
		{"cloudtrail.amazonaws.com", "s3:GetBucketAcl", "arn:aws:s3:::audit", trail()}, {"auditor", "s3:GetObject", object, nil}, {"auditor", "s3:ListBucket", "arn:aws:s3:::audit", nil},
		// Nobody is named as a writer, so that identity policies decide.
		{"admin", "s3:PutObject", object, nil},
	})
}

func TestProblems(t *testing.T) {
	key := func(change func(*Key)) func() []Problem {
		return func() []Problem {
			k := Key{Account: account, Administrators: []string{role("keys")}}
			change(&k)
			_, p := k.Document()
			return p
		}
	}
	store := func(change func(*Store)) func() []Problem {
		return func() []Problem {
			s := Store{Type: "bucket", ARN: "arn:aws:s3:::records", Account: account}
			change(&s)
			_, p := s.Document()
			return p
		}
	}
	tests := map[string]struct {
		got  func() []Problem
		want Problem
	}{
		"nobody administers":       {key(func(k *Key) { k.Administrators = nil }), Problem{"administrators", "", -1, "nobody administers the key"}},
		"administrator and user":   {key(func(k *Key) { k.Users = []string{role("app"), role("keys")} }), Problem{"administrators", "", 0, "is in users too: who keeps a key does not use it"}},
		"administrator and lender": {key(func(k *Key) { k.Grantors = []string{role("keys")} }), Problem{"administrators", "", 0, "is in grantors too"}},
		"destroyer and keeper":     {key(func(k *Key) { k.DeletionAdministrators = []string{role("keys")} }), Problem{"deletion_administrators", "", 0, "a second pair of hands"}},
		"destroyer and user": {key(func(k *Key) {
			k.Users, k.DeletionAdministrators = []string{role("app")}, []string{role("app")}
		}), Problem{"deletion_administrators", "", 0, "is in users too"}},
		"a whole account":     {key(func(k *Key) { k.Users = []string{"arn:aws:iam::123456789012:root"} }), Problem{"users", "", 0, "is a whole account"}},
		"an account's number": {key(func(k *Key) { k.Users = []string{role("app"), account} }), Problem{"users", "", 1, "is a whole account"}},
		"a wildcard":          {key(func(k *Key) { k.Users = []string{role("app-*")} }), Problem{"users", "", 0, "is no ARN of a role or user"}},
		"everybody":           {key(func(k *Key) { k.Administrators = []string{"*"} }), Problem{"administrators", "", 0, "is no ARN of a role or user"}},
		"twice":               {key(func(k *Key) { k.Users = []string{role("app"), role("app")} }), Problem{"users", "", 1, "is named twice"}},
		"no endpoint":         {key(func(k *Key) { k.Users, k.ViaServices = []string{role("app")}, []string{"s3"} }), Problem{"via_services", "", 0, "is no endpoint of a service in a Region"}},
		"no users to go via":  {key(func(k *Key) { k.ViaServices = []string{"s3.us-east-1.amazonaws.com"} }), Problem{"via_services", "", -1, "via_services is about users"}},
		"no account":          {key(func(k *Key) { k.Account = "prod" }), Problem{"account_id", "", -1, `"prod" is no account`}},
		"no organisation":     {key(func(k *Key) { k.Organization = "acme" }), Problem{"organization_id", "", -1, `"acme" is no organisation`}},
		"no service":          {key(func(k *Key) { k.Services = []Service{{Principal: "cloudtrail"}} }), Problem{"services", "principal", 0, `"cloudtrail" is no service`}},
		"for anybody":         {key(func(k *Key) { k.Services = []Service{{Principal: "sns.amazonaws.com", SourceAccounts: []string{}}} }), Problem{"services", "source_accounts", 0, "would act for anybody"}},
		"another type":        {store(func(s *Store) { s.Type = "cluster" }), Problem{"type", "", -1, `"cluster" is no type of store`}},
		"not its ARN":         {store(func(s *Store) { s.Type = "queue" }), Problem{"arn", "", -1, `"arn:aws:s3:::records" is no ARN of a queue`}},
		"an object's ARN":     {store(func(s *Store) { s.ARN += "/*" }), Problem{"arn", "", -1, "is no ARN of a bucket"}},
		"key of a queue":      {store(func(s *Store) { s.Type, s.ARN, s.Key = "queue", "arn:aws:sqs:us-east-1:123456789012:q", keyARN }), Problem{"key_arn", "", -1, "only a bucket's policy"}},
		"neither read nor write": {store(func(s *Store) { s.Services = []Service{{Principal: "sns.amazonaws.com", Access: "all"}} }),
			Problem{"services", "access", 0, `access is read or write, not "all"`}},
		"says nothing":       {store(func(s *Store) { s.Open, s.Readers = true, []string{role("app")} }), Problem{"only_named", "", -1, "it says nothing of who is named"}},
		"readers everywhere": {store(func(s *Store) { s.Readers = []string{"*"} }), Problem{"readers", "", 0, "is no ARN of a role or user"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			problems := tc.got()
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
