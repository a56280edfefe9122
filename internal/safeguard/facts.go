// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"
	"sync"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// yesOrNo asks the engine without caring for a witness.
var yesOrNo = decide.Options{Plain: true}

// facts are what several rules want to know of one principal on one side.
// An answer that is undetermined counts as yes: they decide how grave a finding
// is, and doubt does not make it less so. What nobody asks for is not worked out.
type facts struct {
	access *decide.Access
	// phi: it is tagged so, or reaches PHI. iam and audit: it can change identities
	// and permissions, or the audit trail.
	phi, iam, audit func() bool
}

// standing is a principal on a side of the change; one that the change leaves as it
// is stands on both.
type standing struct {
	side *account.Account
	p    *account.Principal
}

// otherSide is the side before for the one after, and the one after for any other.
func (c *checker) otherSide(side *account.Account) *account.Account {
	if side == c.change.After {
		return c.change.Before
	}
	return c.change.After
}

func (c *checker) factsOf(side *account.Account, p *account.Principal) *facts {
	if f := c.facts[standing{side, p}]; f != nil {
		return f
	}
	f := &facts{access: p.Access()}
	may := func(q decide.Question) bool { return decide.Grants(f.access, q, yesOrNo).Result != decide.No }
	// What a principal reaches depends on the stores of the side; the rest is the same
	// wherever it stands.
	if other := c.facts[standing{c.otherSide(side), p}]; other != nil {
		*f = *other
	}
	c.facts[standing{side, p}] = f
	f.phi = sync.OnceValue(func() bool {
		return c.tagged(p.Tags) || slices.ContainsFunc(c.phiOf(side), func(s *phiStore) bool {
			named := byName(p, s)
			return slices.ContainsFunc(s.content(), func(q decide.Question) bool {
				return may(q) || named != nil && decide.Grants(named, q, yesOrNo).Result != decide.No
			})
		})
	})
	if f.iam != nil {
		return f
	}
	f.iam = sync.OnceValue(func() bool {
		return may(decide.Question{Actions: identityWrites(), Resources: []string{"arn:*:iam::*:*"}}) || may(credentialsOfOthers(p))
	})
	f.audit = sync.OnceValue(func() bool {
		return may(decide.Question{Actions: auditWrites, Resources: []string{"arn:*:cloudtrail:*:*:*"}})
	})
	return f
}

// notIdentity are actions of IAM that AWS counts as writing and that change
// nobody's permissions: handing a role to a service, roles that AWS itself
// owns, one's own password, reports, a second factor that is nobody's yet or no
// longer anybody's.
var notIdentity = map[string]bool{
	"PassRole": true, "CreateServiceLinkedRole": true, "DeleteServiceLinkedRole": true, "ChangePassword": true,
	"GenerateCredentialReport": true, "GenerateServiceLastAccessedDetails": true, "GenerateOrganizationsAccessReport": true,
	"CreateVirtualMFADevice": true, "DeleteVirtualMFADevice": true, "TagMFADevice": true, "UntagMFADevice": true,
}

// credentials are the actions on a user's means to sign in, and on its tags. On
// one's own they change nobody's permissions. Source: IAM user guide, "AWS: Allows
// MFA-authenticated IAM users to manage their own credentials".
var credentials = []string{
	"iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:UpdateAccessKey", "iam:CreateLoginProfile", "iam:DeleteLoginProfile", "iam:UpdateLoginProfile",
	"iam:EnableMFADevice", "iam:DeactivateMFADevice", "iam:ResyncMFADevice", "iam:UploadSSHPublicKey", "iam:UpdateSSHPublicKey", "iam:DeleteSSHPublicKey",
	"iam:UploadSigningCertificate", "iam:UpdateSigningCertificate", "iam:DeleteSigningCertificate", "iam:CreateServiceSpecificCredential",
	"iam:UpdateServiceSpecificCredential", "iam:DeleteServiceSpecificCredential", "iam:ResetServiceSpecificCredential",
	"iam:TagUser", "iam:UntagUser",
}

// credentialsOfOthers asks whether a principal may change how somebody else signs
// in. Only a user has a name of its own that ${aws:username} stands for.
func credentialsOfOthers(p *account.Principal) decide.Question {
	q := decide.Question{Actions: credentials, Resources: []string{"arn:*:iam::*:*"}}
	if p.Kind != account.User {
		q.Conditions = []*policy.Condition{condition("Null", "aws:username", "true")}
		return q
	}
	who := p.Access().Principal
	users := "arn:" + who.Partition + ":iam::" + who.Account + ":user/" // IAM acts in no other account
	q.Resources, q.NotResources = []string{users + "*"}, []string{users + who.Name, users + "*/" + who.Name}
	return q
}

// identityWrites are the actions that change identities and what they may do.
var identityWrites = sync.OnceValue(func() []string {
	s, ok := reference.LookupService("iam")
	if !ok {
		return []string{"iam:*"}
	}
	var out []string
	for _, a := range s.Actions {
		if a.Level.HasAny(reference.Write|reference.PermissionsManagement) && !notIdentity[a.Name] && !slices.Contains(credentials, "iam:"+a.Name) {
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
