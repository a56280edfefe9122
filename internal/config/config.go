// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"cmp"
	"io/fs"
	"time"

	"github.com/hashicorp/hcl/v2"
)

// FileName is the name under which the file is looked up.
const FileName = ".hipaacheck.hcl"

// The profiles: sets of defaults to choose from.
const (
	// ProfileSecurityRule is the Security Rule in force, the default.
	ProfileSecurityRule = "security-rule"
	// ProfileNIST takes password settings from NIST SP 800-63B: length 15, no
	// rotation, no composition.
	ProfileNIST = "nist-800-63b"
	// ProfileProposed is the rule proposed in 2025.
	ProfileProposed = "proposed-2025"
)

// Config is what .hipaacheck.hcl says. The zero value, and nil wherever a
// *Config is taken, are the defaults.
type Config struct {
	// Path is the file's, as given; empty where there is none.
	Path         string
	Profile      string
	Organization Organization
	BAA          BAA
	// EligibleServices change the embedded list of HIPAA-eligible services.
	EligibleServices EligibleServices
	PHI              PHI
	Audit            Audit
	Principals       Principals
	Trust            Trust
	Boundary         Boundary
	Limits           Limits
	Guardrails       Guardrails
	Approvals        []*Approval
	Rules            map[string]RuleSetting
	Waivers          []*Waiver
	Checks           []*Check

	// origins are the places of the arguments that are given, by their names from
	// the root; an argument that is not there has its default.
	origins map[string]hcl.Range
	// finals are what may not be weakened, with the place that says so.
	finals map[string]hcl.Range
	// waivable are rules that a central file says may be waived, whatever is final.
	waivable map[string]bool
	files    Files
	// sources are the files that were read, by path.
	sources map[string][]byte
}

// Whom trust.mfa demands MFA of.
const (
	MFAPHI    = "phi"
	MFAAlways = "always"
)

// mfa is what holds where trust.mfa is not set as well. The rule proposed in
// 2025 asks for MFA everywhere. Source: 90 FR 898 (2025-01-06), proposed
// 164.312(f)(2)(ii).
func (c *Config) mfa() string {
	switch {
	case c.Trust.MFA != "":
		return c.Trust.MFA
	case c.Profile == ProfileProposed:
		return MFAAlways
	}
	return MFAPHI
}

// reviews sets how far ahead reviews may be where the profile says. The rule
// proposed in 2025 asks for an audit of compliance every year. Source: 90 FR 898
// (2025-01-06), proposed 164.308(a)(14).
func (c *Config) reviews() {
	c.Principals.ReviewPHI, c.Principals.ReviewOther = c.reviewLimits()
}

// reviewLimits are how far ahead reviews may be for principals that reach PHI and
// for others; zero: not limited.
func (c *Config) reviewLimits() (phi, other time.Duration) {
	phi, other = c.Principals.ReviewPHI, c.Principals.ReviewOther
	if c.Profile == ProfileProposed {
		const year = 365 * 24 * time.Hour
		phi, other = cmp.Or(phi, year), cmp.Or(other, year)
	}
	return phi, other
}

// Origin is the place of an argument, such as "limits.session"; false where it
// is not given and the default holds.
func (c *Config) Origin(path string) (hcl.Range, bool) {
	at, ok := c.origins[path]
	return at, ok
}

// Text is what the file holds, as it was read.
func (c *Config) Text() []byte { return c.sources[c.Path] }

// ReadFile reads a file that the configuration names, relative to itself, from
// where the configuration is from: the disk, or the trusted commit.
func (c *Config) ReadFile(name string) ([]byte, error) {
	if c.files == nil {
		return nil, fs.ErrNotExist
	}
	return c.files.Read(beside(c.Path, name))
}

// Organization says which accounts are ours.
type Organization struct {
	// ID is the organization's, "o-…".
	ID string
	// Accounts are ours by name; where it is set, every other account is external.
	Accounts map[string]string
	// Aliases give the account of a provider configuration, "aws" being the default one.
	Aliases map[string]string
}

// BAA says which accounts are under the AWS business associate addendum.
type BAA struct {
	// Accounts are their numbers; Chosen says that the block is there.
	Accounts []string
	Chosen   bool
	// Effective is the first day on which it holds; zero: always.
	Effective time.Time
}

// EligibleServices are service prefixes, as actions begin with, to add to and to
// remove from the embedded list.
type EligibleServices struct {
	Add, Remove []string
}

// Audit says what holds audit records beside trails and their log groups, and
// which alarms a stack must have.
type Audit struct {
	// Tags are tag keys with the values that mark audit records; values are
	// compared without regard to case.
	Tags map[string][]string
	// Alarms are of [Alarms]; nil where the organisation has not chosen.
	Alarms []string
}

// Guardrails are the service control policies that hold for the accounts, a list
// for each level, the root first; nil where the organisation gives none.
type Guardrails struct {
	SCP [][]PolicyFile
}

// PHI says what holds PHI.
type PHI struct {
	// Tags are tag keys with the values that mark PHI; values are compared
	// without regard to case.
	Tags map[string][]string
	// Resources are ARN patterns.
	Resources []string
}

// Principals says what every principal must carry.
type Principals struct {
	// RequiredTags is nil where the organisation has not chosen any.
	RequiredTags []string
	// ReviewTag holds the day by which a principal is to be reviewed, "2027-03-31";
	// "" where the organisation has not chosen one.
	ReviewTag string
	// ReviewPHI and ReviewOther are how far ahead that day may be for principals
	// that reach PHI and for others; zero: not limited.
	ReviewPHI, ReviewOther time.Duration
}

// Trust says who is trusted and how.
type Trust struct {
	// MFA is "phi" (roles that reach PHI, or can change IAM or audit) or "always".
	MFA string
	// EnforcesMFA are the ARNs of identity providers declared to enforce MFA.
	EnforcesMFA map[string]bool
	// External are the declared accounts of others, by number.
	External map[string]ExternalAccount
}

// ExternalAccount is an account of somebody else's that roles may trust.
type ExternalAccount struct {
	Name string
	// ExternalID says that nobody of the account is let in without an external ID.
	ExternalID bool
	// BAA is the day on which a business associate agreement with them took
	// effect; zero: there is none.
	BAA time.Time
}

// Boundary says which permissions boundaries are demanded.
type Boundary struct {
	// Required says that every role and user must have one.
	Required bool
	// Chosen says that the organisation has set Required.
	Chosen bool
	// Allowed are the ARNs that count as a boundary; empty: any does.
	Allowed []string
	// Documents are the texts of boundaries that live outside the plan, by ARN.
	Documents map[string]PolicyFile
}

// PolicyFile is a policy document in a file that the configuration names.
type PolicyFile struct {
	// Path is the file's, and Text what it holds.
	Path string
	Text []byte
}

// Limits are numbers that the organisation sets.
type Limits struct {
	// Session is the longest session of any role; zero: 4 h for roles that
	// reach PHI, 12 h else.
	Session time.Duration
	// LogRetention is how long audit records are kept at least; zero: the default,
	// see [Config.LogRetention].
	LogRetention time.Duration
	Password     Password
}

// Password is what the password policy must demand at least.
type Password struct {
	// Length is in characters, Reuse in remembered passwords.
	Length, Reuse int
	// MaxAge is the longest life of a password; zero: no rotation demanded.
	MaxAge time.Duration
	// Composition says that all four classes of characters are demanded.
	Composition bool
}

// RuleSetting changes one rule.
type RuleSetting struct {
	// Severity is zero where the rule keeps its own.
	Severity Severity
	// Disabled turns the rule off.
	Disabled bool
	// NotWaivable says that no waiver holds the rule's findings.
	NotWaivable bool
}

// Waiver lets one finding through for a time.
type Waiver struct {
	Rule string
	// Address is the finding's; "*" in it stands for any text.
	Address string
	// Digest, where set, is the meaning waived: a finding with another digest fires.
	Digest                string
	Reason, Owner, Ticket string
	// Expires is the last day on which the waiver holds.
	Expires time.Time
	// Covers, where set, stands for Address: the waiver is a comment beside a
	// resource, and the function reports whether an address is one of its instances.
	Covers func(address string) bool `json:"-"`
	// Stack, where set, is the only one whose findings the waiver holds.
	Stack string `json:"-"`
	// Range is where the waiver stands.
	Range hcl.Range
}

// Session and password defaults.
const (
	// DefaultPHISession is the session limit of a role that reaches PHI.
	DefaultPHISession = 4 * time.Hour
	// DefaultSession is the session limit of every other role, which is the
	// longest that AWS allows.
	DefaultSession = 12 * time.Hour
)

// DefaultLogRetention is six years with their leap days. Source: 45 CFR
// 164.316(b)(2)(i), and the periods that CloudWatch Logs takes.
const DefaultLogRetention = 2192 * 24 * time.Hour

// LogRetention returns how long audit records have to be kept.
func (c *Config) LogRetention() time.Duration {
	if c == nil || c.Limits.LogRetention == 0 {
		return DefaultLogRetention
	}
	return c.Limits.LogRetention
}

// given reports whether the file, or one that it extends, sets an argument.
func (c *Config) given(path string) bool {
	_, ok := c.origins[path]
	return ok
}

// SessionLimit returns the longest session a role may have.
func (c *Config) SessionLimit(phi bool) time.Duration {
	switch {
	case c != nil && c.Limits.Session != 0:
		return c.Limits.Session
	case phi:
		return DefaultPHISession
	}
	return DefaultSession
}

// PasswordLimits returns what a password policy must demand.
func (c *Config) PasswordLimits() Password { return c.PasswordLimitsOf("") }

// PasswordLimitsOf returns what a password policy must demand that names a
// profile itself. The profile of the file, where it sets one, wins over it; an
// empty or unknown one is the default.
func (c *Config) PasswordLimitsOf(profile string) Password {
	if c != nil && (c.Profile != "" && c.Profile != ProfileSecurityRule || c.given("profile")) {
		profile = c.Profile
	}
	p := Password{Length: 14, Reuse: 24, MaxAge: 90 * 24 * time.Hour, Composition: true}
	if profile == ProfileNIST {
		p = Password{Length: 15, Reuse: 24}
	}
	if c == nil {
		return p
	}
	set := c.Limits.Password
	if set.Length != 0 {
		p.Length = set.Length
	}
	if set.Reuse != 0 {
		p.Reuse = set.Reuse
	}
	if set.MaxAge != 0 {
		p.MaxAge = set.MaxAge
	}
	return p
}
