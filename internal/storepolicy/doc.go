// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package storepolicy writes the policies of keys and of what they encrypt:
// buckets, secrets, queues, topics, tables and backup vaults.
//
// Principals are named one by one. A store's document denies everybody else, and
// leaves to identity policies what those who are named may do: a grant in it would
// reach past the prefixes and conditions of their roles. A key's document has to
// grant, since AWS asks for its consent; who is not in it does not use the key.
//
// What is not covered: access points, bucket ACLs, and policies of streams.
package storepolicy

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// Service is an AWS service that works with a key or a store by itself.
type Service struct {
	// Principal is the service's, "cloudtrail.amazonaws.com".
	Principal string
	// Access is read, write, or empty for a key.
	Access string
	// SourceAccounts are those for which it acts; nil is the store's own. An empty
	// list asks nothing, for services that do not say for whom they act.
	SourceAccounts []string
	// SourceARNs are patterns of what it acts for.
	SourceARNs []string
	// EncryptionContext holds patterns of what a key is used for, by the context's key.
	EncryptionContext map[string][]string
	// Prefix is where in a bucket it writes or reads; all of it where empty.
	Prefix string
}

// Problem is something wrong with an argument.
type Problem struct {
	// Argument is the argument's name, Field that of an attribute in a list's element.
	Argument, Field string
	// Index is the element of a list, or -1.
	Index   int
	Message string
}

// String gives the message alone.
func (p Problem) String() string { return p.Message }

type problems []Problem

func (p *problems) add(argument string, index int, field, format string, args ...any) {
	*p = append(*p, Problem{Argument: argument, Index: index, Field: field, Message: fmt.Sprintf(format, args...)})
}

// The forms in which AWS writes these. Source: IAM API reference.
var (
	principalRE    = regexp.MustCompile(`^arn:aws[a-z-]*:iam::[0-9]{12}:(?:role|user)/[\w+=,.@/-]+$`)
	rootRE         = regexp.MustCompile(`^(?:arn:aws[a-z-]*:iam::)?[0-9]{12}(?::root)?$`)
	accountRE      = regexp.MustCompile(`^[0-9]{12}$`)
	organizationRE = regexp.MustCompile(`^o-[a-z0-9]{10,32}$`)
	viaRE          = regexp.MustCompile(`^[a-z0-9-]+\.[a-z]{2,}(?:-[a-z]+)+-[0-9]+\.amazonaws\.com(?:\.cn)?$`)
	endpointRE     = regexp.MustCompile(`^[a-z0-9-]+\.(?:[a-z]{2,}(?:-[a-z]+)+-[0-9]+\.)?amazonaws\.com(?:\.cn)?$`)
)

// matches reports whether a text has the form that AWS writes. One that is not
// known until apply has whatever form it turns out to have: where a document is
// written for judging before that, such a part of it is a private-use character
// (see [policy.HoleRune]), which AWS takes in no document.
func matches(form *regexp.Regexp, text string) bool {
	return form.MatchString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Co, r) })
}

// named checks that a list names single principals, each once.
func (p *problems) named(argument string, list []string) {
	seen := map[string]bool{}
	for i, who := range list {
		switch {
		case rootRE.MatchString(who):
			p.add(argument, i, "", "%q is a whole account: whoever its IAM policies let in would get in; name the roles", who)
		case !matches(principalRE, who):
			p.add(argument, i, "", "%q is no ARN of a role or user; write arn:aws:iam::ACCOUNT:role/NAME, without wildcards", who)
		case seen[who]:
			p.add(argument, i, "", "%s is named twice", who)
		}
		seen[who] = true
	}
}

// apart checks that nobody of one list is in another.
func (p *problems) apart(argument string, list []string, other, why string, others []string) {
	for i, who := range list {
		for _, o := range others {
			if who == o {
				p.add(argument, i, "", "%s is in %s too: %s", who, other, why)
			}
		}
	}
}

// owner checks the account and the organisation.
func (p *problems) owner(account, organization string) {
	if !matches(accountRE, account) {
		p.add("account_id", -1, "", "%q is no account; an AWS account has twelve digits", account)
	}
	if organization != "" && !matches(organizationRE, organization) {
		p.add("organization_id", -1, "", "%q is no organisation; AWS writes o- and ten to thirty-two lower-case letters and digits", organization)
	}
}

// services checks that AWS services are such, and bound to what they act for.
func (p *problems) services(list []Service) {
	for i, s := range list {
		if !matches(endpointRE, s.Principal) {
			p.add("services", i, "principal", "%q is no service; write it as cloudtrail.amazonaws.com", s.Principal)
		}
		for _, a := range s.SourceAccounts {
			if !matches(accountRE, a) {
				p.add("services", i, "source_accounts", "%q is no account; an AWS account has twelve digits", a)
			}
		}
		if s.SourceAccounts != nil && len(s.SourceAccounts) == 0 && len(s.SourceARNs) == 0 && len(s.EncryptionContext) == 0 {
			p.add("services", i, "source_accounts", "%s would act for anybody who uses it: give source_accounts, source_arns or encryption_context", s.Principal)
		}
	}
}

// scope are the conditions under which a service acts for us.
func (s Service) scope(account string) []template.Condition {
	var out []template.Condition
	switch {
	case s.SourceAccounts == nil:
		out = append(out, template.Where("StringEquals", "aws:SourceAccount", account))
	case len(s.SourceAccounts) > 0:
		out = append(out, template.Where("StringEquals", "aws:SourceAccount", s.SourceAccounts...))
	}
	if len(s.SourceARNs) > 0 {
		out = append(out, template.Where("ArnLike", "aws:SourceArn", s.SourceARNs...))
	}
	for _, key := range sortedKeys(s.EncryptionContext) {
		test := "StringLike"
		if strings.HasPrefix(key, "aws:") && strings.HasSuffix(key, ":arn") {
			test = "ArnLike"
		}
		out = append(out, template.Where(test, "kms:EncryptionContext:"+key, s.EncryptionContext[key]...))
	}
	return out
}

// outsiders are the conditions of a request by nobody of ours: not of the
// organisation, or without one not of the account, nor of an account that is trusted.
func outsiders(account, organization string, trusted []string) []template.Condition {
	accounts := append([]string{}, trusted...)
	var out []template.Condition
	if organization == "" {
		accounts = append([]string{account}, accounts...)
	} else {
		out = append(out, template.Where("StringNotEqualsIfExists", "aws:PrincipalOrgID", organization))
	}
	if len(accounts) > 0 {
		out = append(out, template.Where("StringNotEqualsIfExists", "aws:PrincipalAccount", accounts...))
	}
	return append(out, template.Where("BoolIfExists", "aws:PrincipalIsAWSService", "false"))
}
