// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"
	"strings"
	"sync"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// yesOrNo asks the engine without caring for a witness.
var yesOrNo = decide.Options{Plain: true}

// facts are what several rules want to know of one principal on one side.
// An answer that is undetermined counts as yes: they decide how grave a finding
// is, and doubt does not make it less so.
type facts struct {
	access *decide.Access
	phi    bool
	// iam and audit: it can change identities and permissions, or the audit trail.
	iam, audit bool
}

func (c *checker) factsOf(side *account.Account, p *account.Principal) *facts {
	if f := c.facts[p]; f != nil {
		return f
	}
	f := &facts{access: p.Access()}
	c.facts[p] = f
	may := func(q decide.Question) bool { return decide.Grants(f.access, q, yesOrNo).Result != decide.No }
	f.phi = c.tagged(p.Tags)
	for _, r := range c.reaches(side) {
		f.phi = f.phi || may(r.question) || r.byHole(p)
	}
	f.iam = may(decide.Question{Actions: identityWrites(), Resources: []string{"arn:*:iam::*:*"}})
	f.audit = may(decide.Question{Actions: auditWrites, Resources: []string{"arn:*:cloudtrail:*:*:*"}})
	return f
}

// tagged reports whether a tag says that the resource holds PHI.
func (c *checker) tagged(tags account.Tags) bool {
	for key, values := range c.config.PHI.Tags {
		if got, ok := tags.Get(key); ok && slices.ContainsFunc(values, func(v string) bool { return strings.EqualFold(v, got) }) {
			return true
		}
	}
	return false
}

// reach is the question whether somebody reaches what is in one PHI store.
type reach struct {
	question decide.Question
	// store is the address of a store in the plan, or "".
	store string
}

// reaches lists the PHI stores of one side: those of the configuration, and
// those of the plan that a tag marks.
func (c *checker) reaches(side *account.Account) []reach {
	if out, ok := c.stores[side]; ok {
		return out
	}
	out := []reach{}
	for _, pattern := range c.config.PHI.Resources {
		out = append(out, reach{question: contentOf(pattern)})
	}
	for _, s := range side.Stores {
		if c.tagged(s.Tags) {
			r := reach{store: s.Address, question: contentOf(s.ARN)}
			out = append(out, r)
		}
	}
	c.stores[side] = out
	return out
}

// byHole reports whether a statement names the store by a reference that is not
// known until apply and lets somebody at its content.
func (r reach) byHole(p *account.Principal) bool {
	if r.store == "" || len(r.question.Actions) == 0 {
		return false
	}
	for _, a := range p.All() {
		if a.Document.Policy == nil || !slices.ContainsFunc(holeNames(a.Document), func(n string) bool { return strings.HasPrefix(n, r.store+".") }) {
			continue
		}
		if decide.DocumentGrants(a.Document.Policy, decide.Question{Actions: r.question.Actions}, yesOrNo).Result != decide.No {
			return true
		}
	}
	return false
}

func holeNames(d *account.Document) []string {
	var out []string
	for _, h := range d.Policy.Holes {
		out = append(out, h.Name)
	}
	return out
}

// contentActions are the actions on what a store holds, for services whose
// other actions on a store are many. Source: Service Authorization Reference.
var contentActions = map[string][]string{
	"s3": {"s3:*Object*"},
	"dynamodb": {
		"dynamodb:*Item", "dynamodb:Query", "dynamodb:Scan", "dynamodb:PartiQL*", "dynamodb:GetRecords", "dynamodb:ExportTableToPointInTime",
		"dynamodb:RestoreTable*", "dynamodb:CreateBackup",
	},
	"secretsmanager": {"secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue", "secretsmanager:PutSecretValue"},
	"kms":            {"kms:Decrypt", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant"},
	"sqs":            {"sqs:ReceiveMessage", "sqs:SendMessage"},
	"sns":            {"sns:Publish", "sns:Subscribe"},
	"kinesis":        {"kinesis:Get*", "kinesis:Put*", "kinesis:SubscribeToShard"},
	"es":             {"es:ESHttp*"},
	"elasticfilesystem": {
		"elasticfilesystem:Client*", "elasticfilesystem:Backup", "elasticfilesystem:Restore",
	},
}

// contentOf asks who gets at the content of what an ARN pattern names.
func contentOf(pattern string) decide.Question {
	service := ""
	if parts := strings.SplitN(pattern, ":", 6); len(parts) == 6 {
		service = parts[2]
	}
	q := decide.Question{Actions: contentActions[service], Resources: []string{pattern}}
	if !strings.HasSuffix(pattern, "*") {
		q.Resources = append(q.Resources, pattern+"/*")
	}
	switch {
	case service == "s3" && !strings.HasSuffix(pattern, "*") && !strings.Contains(pattern, "/"):
		q.Resources = q.Resources[1:] // a bucket's content is its objects
	case q.Actions == nil:
		q.Actions = dataActions(service)
	}
	return q
}

// dataActions are a service's actions that read or write.
func dataActions(prefix string) []string {
	s, ok := reference.LookupService(prefix)
	if !ok {
		return []string{"*"}
	}
	var out []string
	for _, a := range s.Actions {
		if a.Level.HasAny(reference.Read | reference.Write) {
			out = append(out, s.Prefix+":"+a.Name)
		}
	}
	return out
}

// notIdentity are actions of IAM that AWS counts as writing and that change
// nobody's permissions: handing a role to a service, roles that AWS itself
// owns, one's own password, reports.
var notIdentity = map[string]bool{
	"PassRole": true, "CreateServiceLinkedRole": true, "DeleteServiceLinkedRole": true, "ChangePassword": true,
	"GenerateCredentialReport": true, "GenerateServiceLastAccessedDetails": true, "GenerateOrganizationsAccessReport": true,
}

// identityWrites are the actions that change identities and what they may do.
var identityWrites = sync.OnceValue(func() []string {
	s, ok := reference.LookupService("iam")
	if !ok {
		return []string{"iam:*"}
	}
	var out []string
	for _, a := range s.Actions {
		if a.Level.HasAny(reference.Write|reference.PermissionsManagement) && !notIdentity[a.Name] {
			out = append(out, "iam:"+a.Name)
		}
	}
	return out
})

// auditWrites are the actions that stop or cut the audit trail.
var auditWrites = []string{
	"cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "cloudtrail:UpdateTrail", "cloudtrail:PutEventSelectors",
	"cloudtrail:DeleteEventDataStore", "cloudtrail:StopEventDataStoreIngestion", "cloudtrail:UpdateEventDataStore",
}
