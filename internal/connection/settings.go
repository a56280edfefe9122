// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package connection

import "time"

// DefaultMaxRetries is how often a request is repeated where nothing else is
// said; the AWS provider repeats as often.
const DefaultMaxRetries = 25

// Settings are how AWS is reached. Empty fields leave the choice to the
// environment and the shared configuration files, as the AWS SDK reads them.
type Settings struct {
	Region, Profile             string
	AccessKey, SecretKey, Token string
	SharedConfigFiles           []string
	SharedCredentialsFiles      []string
	// AssumeRole are assumed one after the other.
	AssumeRole       []AssumeRole
	WebIdentity      *WebIdentity
	IAMEndpoint      string
	STSEndpoint      string
	ArtifactEndpoint string
	UseFIPS          bool
	UseDualStack     bool
	RetryMode        string
	MaxRetries       *int
	HTTPProxy        string
	HTTPSProxy       string
	NoProxy          string
	Insecure         bool
	AllowedAccounts  []string
	ForbidAccounts   []string
	// SkipCredentialsValidation leaves out the question whether the credentials
	// work, SkipRequestingAccountID the one whose they are.
	SkipCredentialsValidation, SkipRequestingAccountID bool
	// Version is the program's; AWS's audit records show it in the user agent.
	Version string
}

// AssumeRole is one role to assume.
type AssumeRole struct {
	RoleARN, SessionName, ExternalID, Policy, SourceIdentity string
	Duration                                                 time.Duration
	PolicyARNs, TransitiveTagKeys                            []string
	Tags                                                     map[string]string
}

// WebIdentity is a role to assume with a token of an identity provider.
type WebIdentity struct {
	RoleARN, SessionName, Policy, Token, TokenFile string
	Duration                                       time.Duration
	PolicyARNs                                     []string
}
