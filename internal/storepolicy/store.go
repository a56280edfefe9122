// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package storepolicy

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// Store is who may do what with something that holds data.
type Store struct {
	// Type is one of Types.
	Type string
	// ARN is the store's.
	ARN string
	// Account owns the store; Organization is its organisation, where it has one.
	Account, Organization string
	// TrustedAccounts are accounts outside whose principals may be named.
	TrustedAccounts []string
	// Key is the ARN of the key under which a bucket's objects have to be, where they name one.
	Key string
	// Readers and Writers are roles and users by ARN.
	Readers, Writers []string
	// Open lets in, beside those who are named, whom the account's IAM policies let in.
	Open bool
	// Grant allows those who are named in the store's account, whatever identity
	// policies they have. Without it those decide on what of the store, and when.
	Grant    bool
	Services []Service
}

// kind is what differs between stores. The lists are of actions: read and write
// are allowed to those who are named; content and change are the part of them
// that is denied to everybody else.
type kind struct {
	arn                          *regexp.Regexp
	form                         string
	read, write, content, change []string
	// service are actions that a service needs beside reading or writing.
	service []string
	// all is how the policy names every action: topics take no wildcard.
	all []string
	// parts are what in the store is named by an ARN of its own; self says that the policy names the store as "*".
	parts []string
	self  bool
}

// Types are the types of stores.
var Types = []string{"bucket", "secret", "queue", "topic", "table", "vault"}

var kinds = map[string]kind{
	"bucket": {
		arn: regexp.MustCompile(`^arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`), form: "arn:aws:s3:::NAME",
		read:  []string{"s3:GetBucketLocation", "s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion", "s3:ListBucket"},
		write: []string{"s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:ListMultipartUploadParts", "s3:PutObject", "s3:PutObjectTagging"},
		// GetObject is asked for where an object is copied as well.
		content: []string{"s3:GetObject", "s3:GetObjectTorrent", "s3:GetObjectVersion", "s3:GetObjectVersionTorrent"}, change: []string{"s3:PutObject", "s3:ReplicateObject", "s3:RestoreObject"},
		service: []string{"s3:GetBucketAcl", "s3:ListBucket"}, all: []string{"s3:*"}, parts: []string{"/*"},
	},
	"secret": {
		arn: regexp.MustCompile(`^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[\w/+=.@!*?-]+$`), form: "arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME",
		read: []string{"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"}, write: []string{"secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"},
		content: []string{"secretsmanager:GetSecretValue"}, change: []string{"secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret", "secretsmanager:UpdateSecretVersionStage"},
		all: []string{"secretsmanager:*"}, self: true,
	},
	"queue": {
		arn: regexp.MustCompile(`^arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:[\w.-]+$`), form: "arn:aws:sqs:REGION:ACCOUNT:NAME",
		read:  []string{"sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ReceiveMessage"},
		write: []string{"sqs:GetQueueUrl", "sqs:SendMessage"}, content: []string{"sqs:ReceiveMessage"}, change: []string{"sqs:SendMessage"}, all: []string{"sqs:*"},
	},
	"topic": {
		arn: regexp.MustCompile(`^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[\w.-]+$`), form: "arn:aws:sns:REGION:ACCOUNT:NAME",
		read: []string{"sns:GetTopicAttributes", "sns:Subscribe"}, write: []string{"sns:Publish"}, content: []string{"sns:Subscribe"}, change: []string{"sns:Publish"},
		all: []string{"sns:AddPermission", "sns:DeleteTopic", "sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic", "sns:Publish", "sns:RemovePermission", "sns:SetTopicAttributes", "sns:Subscribe"},
	},
	"table": {
		arn: regexp.MustCompile(`^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[\w.-]+$`), form: "arn:aws:dynamodb:REGION:ACCOUNT:table/NAME",
		read:    []string{"dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"},
		write:   []string{"dynamodb:BatchWriteItem", "dynamodb:DescribeTable", "dynamodb:PutItem", "dynamodb:UpdateItem"},
		content: []string{"dynamodb:BatchGetItem", "dynamodb:ExportTableToPointInTime", "dynamodb:GetItem", "dynamodb:PartiQLSelect", "dynamodb:Query", "dynamodb:Scan"},
		change: []string{
			"dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PartiQLDelete", "dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate", "dynamodb:PutItem", "dynamodb:UpdateItem",
		},
		all: []string{"dynamodb:*"}, parts: []string{"/index/*"},
	},
	"vault": {
		arn: regexp.MustCompile(`^arn:aws[a-z-]*:backup:[a-z0-9-]+:[0-9]{12}:backup-vault:[\w.-]+$`), form: "arn:aws:backup:REGION:ACCOUNT:backup-vault:NAME",
		read: []string{
			"backup:DescribeBackupVault", "backup:DescribeRecoveryPoint", "backup:GetRecoveryPointRestoreMetadata", "backup:ListRecoveryPointsByBackupVault", "backup:StartRestoreJob",
		},
		write: []string{"backup:CopyIntoBackupVault", "backup:DescribeBackupVault", "backup:StartBackupJob"}, content: []string{"backup:StartCopyJob", "backup:StartRestoreJob"},
		change: []string{"backup:CopyIntoBackupVault", "backup:StartBackupJob"}, all: []string{"backup:*"}, self: true,
	},
}

// Document writes the store's policy. The problems are of the arguments; where
// there is one nothing is written.
func (s Store) Document() (*template.Document, []Problem) {
	k, ok := kinds[s.Type]
	if !ok {
		return nil, []Problem{{Argument: "type", Index: -1, Message: strconv.Quote(s.Type) + " is no type of store; there are " + strings.Join(Types, ", ")}}
	}
	if p := s.check(k); len(p) > 0 {
		return nil, p
	}
	whole := template.List("*")
	if !k.self {
		list := []string{s.ARN}
		for _, part := range k.parts {
			list = append(list, s.ARN+part)
		}
		whole = template.List(list...)
	}
	doc := &template.Document{Name: s.Type}
	add := func(st *template.Statement, citations ...string) {
		if st.Resources.Values == nil {
			st.Resources = whole
		}
		st.Citations = citations
		doc.Statements = append(doc.Statements, st)
	}
	add(deny("DenyInsecureTransport", "Nothing without TLS.", k.all, template.Where("Bool", "aws:SecureTransport", "false")), "164.312(e)(1)", "164.312(e)(2)(ii)")
	add(deny("DenyOutsiders", "Nobody from outside.", k.all, outsiders(s.Account, s.Organization, s.TrustedAccounts)...), "164.312(a)(1)", "164.308(a)(4)(i)")
	switch s.Type {
	case "bucket":
		add(deny("DenyOldTls", "No TLS older than 1.2.", k.all, template.Where("NumericLessThan", "s3:TlsVersion", "1.2")), "164.312(e)(1)")
		for _, st := range s.encryption() {
			st.Resources = template.List(s.ARN + "/*")
			add(st, "164.312(a)(2)(iv)")
		}
	case "vault":
		add(deny("DenyLoss", "Nothing in the vault is lost.", []string{"backup:DeleteBackupVault", "backup:DeleteRecoveryPoint", "backup:DisassociateRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"}),
			"164.308(a)(7)(ii)(A)", "164.312(c)(1)")
	}
	if !s.Open {
		if st := only("DenyOtherReaders", "Nobody else reads.", k.content, s.Readers); st != nil {
			add(st, "164.312(a)(1)", "164.502(b)")
		}
		if st := only("DenyOtherWriters", "Nobody else writes.", k.change, s.Writers); st != nil {
			add(st, "164.312(a)(1)", "164.312(c)(1)")
		}
	}
	if granted := s.granted(s.Readers); len(granted) > 0 {
		add(allow("Readers", "They read.", "AWS", granted, k.read), "164.308(a)(4)(ii)(B)")
	}
	if granted := s.granted(s.Writers); len(granted) > 0 {
		add(allow("Writers", "They write.", "AWS", granted, k.write), "164.308(a)(4)(ii)(B)")
	}
	for i, one := range s.Services {
		for _, st := range s.service(k, i, one) {
			add(st, "164.312(b)", "164.308(a)(4)(ii)(B)")
		}
	}
	return doc, nil
}

// granted are those whom the document has to allow: of other accounts everybody,
// since AWS asks both sides. Who is not known until apply is taken for one of ours.
func (s Store) granted(who []string) []string {
	var out []string
	for _, one := range who {
		if parts := strings.Split(one, ":"); s.Grant || len(parts) > 4 && parts[4] != s.Account {
			out = append(out, one)
		}
	}
	return out
}

func (s Store) check(k kind) []Problem {
	var p problems
	p.owner(s.Account, s.Organization)
	if !matches(k.arn, s.ARN) {
		p.add("arn", -1, "", "%q is no ARN of a %s; AWS writes %s", s.ARN, s.Type, k.form)
	}
	if s.Key != "" && s.Type != "bucket" {
		p.add("key_arn", -1, "", "only a bucket's policy can ask for a key; a %s has it as an argument", s.Type)
	}
	p.named("readers", s.Readers)
	p.named("writers", s.Writers)
	if named := append(slices.Clone(s.Readers), s.Writers...); len(p) == 0 && s.Open && len(s.granted(named)) < len(named) {
		p.add("only_named", -1, "", "where others may get in as well and the document grants nothing, it says nothing of who is named: leave only_named or grant_access true")
	}
	for i, a := range s.TrustedAccounts {
		if !matches(accountRE, a) {
			p.add("trusted_accounts", i, "", "%q is no account; an AWS account has twelve digits", a)
		}
	}
	p.services(s.Services)
	for i, one := range s.Services {
		if one.Access != "read" && one.Access != "write" {
			p.add("services", i, "access", "access is read or write, not %q", one.Access)
		}
		if one.Prefix != "" && s.Type != "bucket" {
			p.add("services", i, "prefix", "only a bucket has prefixes")
		}
		if len(one.EncryptionContext) > 0 {
			p.add("services", i, "encryption_context", "only a key has an encryption context")
		}
	}
	return p
}

// encryption refuses encryption that a request names and that is weaker than the
// bucket's. A request that names none gets the bucket's.
func (s Store) encryption() []*template.Statement {
	named := func(header string) template.Condition { return template.Where("Null", header, "false") }
	const scheme, key = "s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id"
	out := []*template.Statement{deny("DenyForeignKeys", "No key that the caller brings.", []string{"s3:PutObject"}, named("s3:x-amz-server-side-encryption-customer-algorithm"))}
	if s.Key != "" {
		out = append(out,
			deny("DenyWeakEncryption", "KMS, where an encryption is named.", []string{"s3:PutObject"}, named(scheme), template.Where("StringNotEquals", scheme, "aws:kms", "aws:kms:dsse")),
			deny("DenyOtherKeys", "The bucket's key, where a key is named.", []string{"s3:PutObject"}, named(key), template.Where("StringNotEquals", key, s.Key)))
	}
	return out
}

// only denies actions to everybody but these principals and AWS services; nil where nobody is named.
func only(sid, description string, actions, who []string) *template.Statement {
	if len(who) == 0 {
		return nil
	}
	return deny(sid, description, actions, template.Where("ArnNotEquals", "aws:PrincipalArn", who...), template.Where("BoolIfExists", "aws:PrincipalIsAWSService", "false"))
}

// service allows what a service does by itself. What it asks of a bucket itself
// and what of its objects are two statements, since a prefix bounds the second alone.
func (s Store) service(k kind, index int, one Service) []*template.Statement {
	actions := k.read
	if one.Access == "write" {
		actions = k.write
	}
	sid := "Service" + strconv.Itoa(index+1)
	st := allow(sid, "It works with the store for the account alone.", "Service", []string{one.Principal}, actions, one.scope(s.Account)...)
	if s.Type != "bucket" {
		return []*template.Statement{st}
	}
	st.Actions = template.List("s3:GetObject", "s3:GetObjectVersion")
	if one.Access == "write" {
		st.Actions = template.List("s3:PutObject")
	}
	st.Resources = template.List(s.ARN + "/" + one.Prefix + "*")
	sees := allow(sid+"Bucket", "It looks at the bucket before.", "Service", []string{one.Principal}, k.service, one.scope(s.Account)...)
	sees.Resources = template.List(s.ARN)
	return []*template.Statement{st, sees}
}
